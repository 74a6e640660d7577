package gedeon.storage.tier.s3;

import gedeon.storage.tier.Annals;
import gedeon.storage.tier.bucket.S3Objects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Objects under {@code journal/}. Nothing is added to an object: each piece is one of its own, with its number behind the name. */
final class S3Annals implements Annals {
    private static final String FOLDER = "journal/";

    private final S3Objects objects;
    private final AtomicLong pieces = new AtomicLong();

    S3Annals(S3Objects objects) {
        this.objects = objects;
    }

    @Override
    public List<Entry> list() throws IOException {
        return objects.list(FOLDER).stream()
                .map(one -> new Entry(one.name().substring(FOLDER.length()), one.size(), one.changed()))
                .sorted(Comparator.comparing(Entry::name))
                .toList();
    }

    @Override
    public InputStream read(String name) throws IOException {
        return objects.get(FOLDER + name, 0, objects.sizeOf(FOLDER + name));
    }

    @Override
    public void append(String name, byte[] bytes) throws IOException {
        objects.put(FOLDER + "%s.%09d.gjl".formatted(name, pieces.incrementAndGet()), bytes, bytes.length);
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
        try {
            objects.put(FOLDER + name, bytes, bytes.length);
        } catch (FileAlreadyExistsException e) {
            objects.delete(FOLDER + name);
            objects.put(FOLDER + name, bytes, bytes.length);
        }
    }

    @Override
    public void remove(String name) throws IOException {
        objects.delete(FOLDER + name);
    }
}
