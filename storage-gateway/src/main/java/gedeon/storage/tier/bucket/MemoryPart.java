package gedeon.storage.tier.bucket;

import io.minio.messages.Part;
import java.io.IOException;
import java.util.Arrays;

/** A part in memory, out of room that its writer took. */
final class MemoryPart implements PartRoom {
    private byte[] bytes;
    private int filled;

    MemoryPart(int size) {
        this.bytes = new byte[size];
    }

    int size() {
        return bytes.length;
    }

    void growTo(int size) {
        bytes = Arrays.copyOf(bytes, size);
    }

    @Override
    public long left() {
        return bytes.length - filled;
    }

    @Override
    public long filled() {
        return filled;
    }

    @Override
    public void put(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, filled, length);
        filled += length;
    }

    @Override
    public Part send(S3Objects objects, String name, String upload, int number) throws IOException {
        return objects.part(name, upload, number, bytes, filled);
    }

    /** Sends what is in it as an object of its own. @throws java.nio.file.FileAlreadyExistsException where there is another of that name */
    void sendWhole(S3Objects objects, String name) throws IOException {
        objects.put(name, bytes, filled);
    }

    @Override
    public void clear() {
        filled = 0;
    }

    @Override
    public void close() {
        bytes = new byte[0];
        filled = 0;
    }
}
