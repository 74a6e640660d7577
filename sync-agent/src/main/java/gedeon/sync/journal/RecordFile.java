package gedeon.sync.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Records of bytes, one after the other: length, CRC-32C, bytes. {@link #append} with {@code force} returns when the record is on disk. A tail
 * that a crash tore is cut when the file is opened; a record is whole or absent, and those before it are never touched.
 */
final class RecordFile implements Closeable {
    private static final byte[] MAGIC = {'G', 'D', 'N', 'J', 'R', 'N', 'L', '1'};
    private static final int HEAD = 8;
    private static final int LONGEST = 16 << 20;

    private final Path path;
    private FileChannel channel;
    private long end;

    private RecordFile(Path path, FileChannel channel, long end) {
        this.path = path;
        this.channel = channel;
        this.end = end;
    }

    /** Opens or makes the file and hands over each whole record in order; cuts what comes after the last. */
    static RecordFile open(Path path, Consumer<byte[]> records) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long end = read(channel, path, records);
            if (end == 0) {
                channel.truncate(0);
                writeFully(channel, ByteBuffer.wrap(MAGIC), 0);
                end = MAGIC.length;
            } else if (channel.size() > end) {
                channel.truncate(end);
            }
            channel.force(true);
            syncFolder(path);
            return new RecordFile(path, channel, end);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The whole records of a file that another process may be writing. */
    static void peek(Path path, Consumer<byte[]> records) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            read(channel, path, records);
        }
    }

    /** Where the last whole record ends; 0 if not even the first bytes are whole. */
    private static long read(FileChannel channel, Path path, Consumer<byte[]> records) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(MAGIC.length);
        if (!readFully(channel, magic, 0)) {
            return 0;
        }
        if (!java.util.Arrays.equals(magic.array(), MAGIC)) {
            throw new IOException(
                    path + " is not a journal of this agent; move it away, or give another configuration file");
        }
        long at = MAGIC.length;
        long size = channel.size();
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        while (true) {
            head.clear();
            if (!readFully(channel, head, at)) {
                return at;
            }
            int length = head.getInt(0);
            if (length <= 0 || length > LONGEST || at + HEAD + length > size) {
                return at;
            }
            ByteBuffer body = ByteBuffer.allocate(length);
            if (!readFully(channel, body, at + HEAD) || crc(body.array()) != head.getInt(4)) {
                return at;
            }
            records.accept(body.array());
            at += HEAD + length;
        }
    }

    void append(byte[] record, boolean force) throws IOException {
        ByteBuffer bytes = encode(record);
        int length = bytes.remaining();
        try {
            writeFully(channel, bytes, end);
            if (force) {
                channel.force(false);
            }
        } catch (IOException e) {
            // A disk that is full tears the record: what follows must not stand behind a torn one.
            channel.truncate(end);
            throw e;
        }
        end += length;
    }

    long size() {
        return end;
    }

    /** Puts these records in place of all others, whole or not at all. */
    void replace(Iterable<byte[]> records) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        FileChannel next = FileChannel.open(
                fresh,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        long at = MAGIC.length;
        try {
            writeFully(next, ByteBuffer.wrap(MAGIC), 0);
            for (byte[] record : records) {
                ByteBuffer bytes = encode(record);
                int length = bytes.remaining();
                writeFully(next, bytes, at);
                at += length;
            }
            next.force(true);
        } catch (IOException e) {
            next.close();
            Files.deleteIfExists(fresh);
            throw e;
        }
        // Windows renames no open file, neither over an open one: both are closed for the moment of the move.
        next.close();
        channel.close();
        try {
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
        }
        syncFolder(path);
        channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        end = at;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ByteBuffer encode(byte[] record) {
        if (record.length == 0 || record.length > LONGEST) {
            throw new IllegalArgumentException("a record has 1 to " + LONGEST + " bytes, was " + record.length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + record.length);
        bytes.putInt(record.length).putInt(crc(record)).put(record).flip();
        return bytes;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    private static boolean readFully(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    private static void syncFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (java.nio.file.AccessDeniedException e) {
            // Windows opens no directory; NTFS journals the name itself.
        }
    }
}
