package gedeon.sync.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Records of bytes, one after the other: length, CRC-32C, bytes. What {@link #append} wrote is on disk when {@link #force} returns. A tail
 * that a crash tore is cut when the file is opened; a record is whole or absent, and those before it are never touched. Where more than a torn record is
 * cut, the file as it was is kept beside.
 */
final class RecordFile implements Closeable {
    private static final byte[] MAGIC = {'G', 'D', 'N', 'J', 'R', 'N', 'L', '2'};
    private static final byte[] MAGIC_BEFORE = {'G', 'D', 'N', 'J', 'R', 'N', 'L', '1'};
    private static final int HEAD = 8;
    private static final int LONGEST = 16 << 20;
    private static final int WINDOW = 1 << 20;

    private final Path path;
    private final @Nullable Cut cut;
    private volatile FileChannel channel;
    private volatile boolean closed;
    private long end;

    /** Hears of each record: where it stands, and its bytes, which are good until this returns. */
    interface Records {
        void record(long position, ByteBuffer bytes) throws IOException;
    }

    /** Hears that the file does not tell all that it should. */
    interface Wants {
        void begins() throws IOException;
    }

    /**
     * What was cut when the file was opened.
     *
     * @param bytes how many
     * @param kept the file as it was; null where only a last record was torn
     */
    record Cut(long bytes, @Nullable Path kept) {}

    private RecordFile(Path path, FileChannel channel, long end, @Nullable Cut cut) {
        this.path = path;
        this.channel = channel;
        this.end = end;
        this.cut = cut;
    }

    /** Opens or makes the file and hands over each whole record in order; cuts what comes after the last. */
    static RecordFile open(Path path, Records records) throws IOException {
        return open(path, records, () -> {});
    }

    /** @param wanting told before the file is made, or is cut by more than a torn record */
    static RecordFile open(Path path, Records records, Wants wanting) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long end = read(channel, path, records);
            long size = channel.size();
            Cut cut = size > end && end > 0 ? new Cut(size - end, kept(channel, path, end, size)) : null;
            if (end == 0 || cut != null && cut.kept() != null) {
                // Before anything is cut: whoever opens it after a crash here knows as well that something is wanting.
                wanting.begins();
            }
            if (end == 0) {
                channel.truncate(0);
                writeFully(channel, ByteBuffer.wrap(MAGIC), 0);
                end = MAGIC.length;
            } else if (cut != null) {
                channel.truncate(end);
            }
            channel.force(true);
            syncFolder(path);
            return new RecordFile(path, channel, end, cut);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Opens a file that another process may be writing, to read what is whole of it now. */
    static RecordFile peek(Path path, Records records) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new RecordFile(path, channel, Math.max(MAGIC.length, read(channel, path, records)), null);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Nullable Cut cut() {
        return cut;
    }

    /** The one record torn by a crash is nothing to keep; if more lies behind it, somebody or something damaged the file. */
    private static @Nullable Path kept(FileChannel channel, Path path, long end, long size) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        if (!readFully(channel, head, end) || onlyZeros(channel, end, size)) {
            return null;
        }
        int length = head.getInt(0);
        if (length > 0 && length <= LONGEST && end + HEAD + length >= size) {
            return null;
        }
        for (int number = 1; ; number++) {
            Path beside = path.resolveSibling(path.getFileName() + ".damaged-" + number);
            if (!Files.exists(beside)) {
                return Files.copy(path, beside);
            }
        }
    }

    /** What a power cut leaves where the length of a file reached the disk before its bytes. */
    private static boolean onlyZeros(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        for (long at = from; at < to; at += window.limit()) {
            window.clear().limit((int) Math.min(WINDOW, to - at));
            if (!readFully(channel, window, at)) {
                return false;
            }
            for (int i = 0; i < window.limit(); i++) {
                if (window.get(i) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Where the last whole record ends; 0 if not even the first bytes are whole. */
    private static long read(FileChannel channel, Path path, Records records) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(MAGIC.length);
        if (!readFully(channel, magic, 0)) {
            return 0;
        }
        if (Arrays.equals(magic.array(), MAGIC_BEFORE)) {
            throw new IOException(
                    path
                            + " was written by an older agent; move it away: what it knew is asked of the server at the next start");
        }
        if (!Arrays.equals(magic.array(), MAGIC)) {
            throw new IOException(
                    path + " is not a journal of this agent; move it away, or give another configuration file");
        }
        return each(channel, channel.size(), records);
    }

    /** Every record of now, in order. */
    void each(Records records) throws IOException {
        each(channel, end, records);
    }

    /** As {@link #each}; whoever is interrupted amid it hears of the first ones once more. */
    void again(Records records) throws IOException {
        kept(open -> each(open, end, records));
    }

    private static long each(FileChannel channel, long size, Records records) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        window.limit(0);
        long at = MAGIC.length;
        CRC32C crc = new CRC32C();
        while (true) {
            window = filled(channel, window, at, HEAD, size);
            if (window.remaining() < HEAD) {
                return at;
            }
            int length = window.getInt(window.position());
            int sum = window.getInt(window.position() + 4);
            if (length <= 0 || length > LONGEST || at + HEAD + length > size) {
                return at;
            }
            window = filled(channel, window, at, HEAD + length, size);
            if (window.remaining() < HEAD + length) {
                return at;
            }
            ByteBuffer body = window.slice(window.position() + HEAD, length);
            crc.reset();
            crc.update(body.duplicate());
            if ((int) crc.getValue() != sum) {
                return at;
            }
            records.record(at, body);
            window.position(window.position() + HEAD + length);
            at += HEAD + length;
        }
    }

    /** A window that begins at {@code at} and holds so many bytes, or all there are. */
    private static ByteBuffer filled(FileChannel channel, ByteBuffer window, long at, int needed, long size)
            throws IOException {
        if (window.remaining() >= needed) {
            return window;
        }
        ByteBuffer next = needed > window.capacity() ? ByteBuffer.allocate(needed + WINDOW) : window;
        if (next == window) {
            window.compact();
        } else {
            next.put(window);
        }
        while (next.hasRemaining() && at + next.position() < size) {
            if (channel.read(next, at + next.position()) < 0) {
                break;
            }
        }
        return next.flip();
    }

    private interface Work<T> {
        T on(FileChannel open) throws IOException;
    }

    /** Java closes a channel under whoever is interrupted amid it, for everybody: it is opened again, and the work, which is at a place of its own, done again. */
    private <T> T kept(Work<T> work) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    return work.on(channel);
                } catch (ClosedChannelException e) {
                    if (closed) {
                        throw e;
                    }
                    channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The bytes of the record that stands there. */
    ByteBuffer read(long position) throws IOException {
        return kept(open -> read(open, position));
    }

    private ByteBuffer read(FileChannel channel, long position) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        if (!readFully(channel, head, position)) {
            throw damaged(position);
        }
        int length = head.getInt(0);
        if (length <= 0 || length > LONGEST) {
            throw damaged(position);
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        if (!readFully(channel, body, position + HEAD) || crc(body.array()) != head.getInt(4)) {
            throw damaged(position);
        }
        return body.flip();
    }

    private IOException damaged(long position) {
        return new IOException("the journal " + path + " is damaged at byte " + position
                + "; stop the agent, move the file away and start it: what it knew is asked of the server");
    }

    /** Returns where it stands. Not on disk before {@link #force}. */
    long append(byte[] record) throws IOException {
        ByteBuffer bytes = encode(record);
        int length = bytes.remaining();
        long at = end;
        try {
            kept(open -> {
                bytes.rewind();
                writeFully(open, bytes, at);
                return true;
            });
        } catch (IOException e) {
            // A disk that is full tears the record: what follows must not stand behind a torn one.
            channel.truncate(at);
            throw e;
        }
        end = at + length;
        return at;
    }

    /** What was appended before this call is on disk when it returns. Others may write meanwhile; throws ClosedChannelException where the file is put anew. */
    void force() throws IOException {
        channel.force(false);
    }

    /** As {@link #force}, while nobody writes. */
    void forceAlone() throws IOException {
        kept(open -> {
            open.force(false);
            return true;
        });
    }

    long size() {
        return end;
    }

    /** A file that will stand in this one's place, whole or not at all. */
    Fresh rewrite() throws IOException {
        return new Fresh();
    }

    final class Fresh implements Closeable {
        private final Path beside = path.resolveSibling(path.getFileName() + ".new");
        private final FileChannel next = FileChannel.open(
                beside,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        private long at;
        private boolean placed;
        private final ByteBuffer gathered = ByteBuffer.allocate(WINDOW);

        private Fresh() throws IOException {
            gathered.put(MAGIC);
            at = MAGIC.length;
        }

        /** Returns where it will stand. */
        long append(byte[] record) throws IOException {
            ByteBuffer bytes = encode(record);
            long position = at;
            at += bytes.remaining();
            if (bytes.remaining() > gathered.remaining()) {
                flush();
            }
            if (bytes.remaining() > gathered.capacity()) {
                writeFully(next, bytes, position);
            } else {
                gathered.put(bytes);
            }
            return position;
        }

        private void flush() throws IOException {
            gathered.flip();
            writeFully(next, gathered, next.size());
            gathered.clear();
        }

        /** On disk when this returns. */
        void finish() throws IOException {
            flush();
            next.force(true);
        }

        /** From here on this is the file, for who reads and writes it here; after a power cut only when {@link #keep} has returned. */
        void place() throws IOException {
            // Windows renames no open file, neither over an open one: both are closed for the moment of the move.
            next.close();
            channel.close();
            try {
                move();
                end = at;
                placed = true;
            } finally {
                channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            }
        }

        /** Its name is on disk when this returns. */
        void keep() throws IOException {
            syncFolder(path);
        }

        private void move() throws IOException {
            try {
                Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING);
            }
        }

        @Override
        public void close() throws IOException {
            next.close();
            if (!placed) {
                Files.deleteIfExists(beside);
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
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

    static void syncFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (java.nio.file.AccessDeniedException e) {
            // Windows opens no directory; NTFS journals the name itself.
        }
    }
}
