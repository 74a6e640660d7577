package gedeon.storage.tier.bucket;

import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The object that says whose prefix it is: nothing is written without it. */
public final class BucketMark {
    /** Its name. */
    public static final String NAME = "gedeon-tier.json";

    private static final Pattern UUID_IN_MARK = Pattern.compile("\"uuid\"\\s*:\\s*\"([0-9a-f-]{36})\"");
    private static final long HOLDS_NANOS = 10_000_000_000L;

    private final S3Objects objects;
    private final String where;
    private final UUID tier;
    private volatile long seen;

    /** One that nobody has looked at yet. @param where as messages name the place */
    public BucketMark(S3Objects objects, String where, UUID tier) {
        this.objects = objects;
        this.where = where;
        this.tier = tier;
        this.seen = System.nanoTime() - HOLDS_NANOS - 1;
    }

    /** Marks a prefix. @throws FileAlreadyExistsException where it is marked already */
    public static void write(S3Objects objects, String kind, UUID tier) throws IOException {
        if (objects.size(NAME).isPresent()) {
            throw new FileAlreadyExistsException(NAME);
        }
        byte[] mark = ("{\"kind\":\"" + kind + "\",\"uuid\":\"" + tier + "\"}\n").getBytes(StandardCharsets.UTF_8);
        objects.put(NAME, mark, mark.length);
    }

    /** As {@link #require}, by what was seen in the last ten seconds. */
    public void requireNow() throws IOException {
        if (System.nanoTime() - seen > HOLDS_NANOS) {
            require();
        }
    }

    /** @throws TierOffline where the mark is gone, or another tier's */
    public void require() throws IOException {
        try (InputStream in = objects.get(NAME, 0, 1024)) {
            Matcher mark = UUID_IN_MARK.matcher(new String(in.readNBytes(1024), StandardCharsets.UTF_8));
            if (!mark.find() || !mark.group(1).equals(tier.toString())) {
                throw new TierOffline("in " + where + " is another tier");
            }
        } catch (NoSuchFileException e) {
            throw new TierOffline("no tier in " + where + ": " + NAME + " is not there");
        }
        seen = System.nanoTime();
    }
}
