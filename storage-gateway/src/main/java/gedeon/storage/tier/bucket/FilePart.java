package gedeon.storage.tier.bucket;

import io.minio.messages.Part;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A part in a temporary file: of objects so long that their parts are larger than memory should give. */
final class FilePart implements PartRoom {
    private final long size;
    private final Path path;
    private final RandomAccessFile file;
    private final MessageDigest md5 = S3Objects.md5();
    private long filled;

    FilePart(long size) throws IOException {
        this.size = size;
        this.path = Files.createTempFile("gedeon-part-", "");
        this.file = new FromStart(path);
    }

    /** The client asks for the position when it has taken checksums, and sends from there: always from the beginning. */
    private static final class FromStart extends RandomAccessFile {
        FromStart(Path path) throws IOException {
            super(path.toFile(), "rw");
        }

        @Override
        public long getFilePointer() {
            return 0;
        }
    }

    @Override
    public long left() {
        return size - filled;
    }

    @Override
    public long filled() {
        return filled;
    }

    @Override
    public void put(byte[] from, int offset, int length) throws IOException {
        file.write(from, offset, length);
        md5.update(from, offset, length);
        filled += length;
    }

    @Override
    public Part send(S3Objects objects, String name, String upload, int number) throws IOException {
        return objects.part(name, upload, number, file, filled, md5.digest());
    }

    @Override
    public void clear() throws IOException {
        file.seek(0);
        md5.reset();
        filled = 0;
    }

    @Override
    public void close() {
        try (file) {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // A temporary file that stays for a while; whoever tidies up there takes it.
            return;
        }
    }
}
