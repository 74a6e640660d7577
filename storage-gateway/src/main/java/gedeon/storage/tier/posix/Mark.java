package gedeon.storage.tier.posix;

import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The file by which a folder is known as a tier, and as which: a mount that is gone has none. */
final class Mark {
    private static final String NAME = "gedeon-tier.json";
    private static final Pattern UUID_IN_MARK = Pattern.compile("\"uuid\"\\s*:\\s*\"([0-9a-f-]{36})\"");

    private final Path root;
    private final UUID uuid;

    /** The file when it was read last: as long as it is the same one it says the same, and need not be read for each of ten thousand blobs a second. */
    private volatile @Nullable Object seen;

    Mark(Path root, UUID uuid) {
        this.root = root;
        this.uuid = uuid;
    }

    /** Durable on return, under a new uuid. */
    static UUID create(Path root) throws IOException {
        UUID uuid = UUID.randomUUID();
        try (FileChannel channel = Disk.REAL.create(root.resolve(NAME))) {
            channel.write(ByteBuffer.wrap(
                    ("{\"kind\":\"posix\",\"uuid\":\"" + uuid + "\"}\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Disk.REAL.forceFolder(root);
        return uuid;
    }

    /** @throws TierOffline where there is none */
    static UUID read(Path root) throws TierOffline {
        try {
            Matcher mark = UUID_IN_MARK.matcher(Files.readString(root.resolve(NAME)));
            if (mark.find()) {
                return UUID.fromString(mark.group(1));
            }
            throw new TierOffline(root.resolve(NAME) + " names no tier");
        } catch (IOException e) {
            throw new TierOffline("no tier at " + root + ": " + NAME + " cannot be read; is the folder mounted?");
        }
    }

    UUID uuid() {
        return uuid;
    }

    Path path() {
        return root.resolve(NAME);
    }

    /** @throws TierOffline where the folder is gone, or another tier's */
    void requireOwn() throws TierOffline {
        Object there = file();
        if (there == null || !there.equals(seen)) {
            if (!read(root).equals(uuid)) {
                throw new TierOffline("the folder " + root + " now holds another tier");
            }
            seen = there;
        }
    }

    /** Which file it is, on which disk, and when it was written; null where nobody can say. */
    private @Nullable Object file() {
        try {
            BasicFileAttributes now = Files.readAttributes(root.resolve(NAME), BasicFileAttributes.class);
            return now.fileKey() == null ? null : List.of(now.fileKey(), now.lastModifiedTime());
        } catch (IOException e) {
            return null;
        }
    }
}
