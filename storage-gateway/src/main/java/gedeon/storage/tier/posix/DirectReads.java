package gedeon.storage.tier.posix;

import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.Location;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads past the page cache (O_DIRECT): the file system is asked for whole blocks of its own at their own places, and what is wanted is taken out of them. Whether it
 * can do so is tried once, on the tier's mark: what fails later is the disk's fault and not the way of asking.
 */
final class DirectReads {
    private static final Logger LOG = LoggerFactory.getLogger(DirectReads.class);
    /** As many blocks as a reader takes at a time, and what sticks out at both ends. */
    private static final int PAYLOAD = 4 * BlobForm.BLOCK;

    private static final int SUMS = 64 << 10;
    private static final int KEPT = 8;

    private final Path mark;
    private final @Nullable OpenOption option = found();
    private final ConcurrentLinkedQueue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();
    private volatile @Nullable Boolean possible;
    private volatile int block;

    DirectReads(Path mark) {
        this.mark = mark;
    }

    boolean possible() {
        Boolean known = possible;
        if (known == null) {
            known = tried();
            possible = known;
        }
        return known;
    }

    /** Java has it under a name of its own ({@code com.sun.nio.file}), which not every one has. */
    private static @Nullable OpenOption found() {
        try {
            for (Object one :
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants()) {
                if (one instanceof OpenOption option && one.toString().equals("DIRECT")) {
                    return option;
                }
            }
            return null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** With which a file is opened to be read so. Only where {@link #possible}. */
    OpenOption option() {
        return java.util.Objects.requireNonNull(option, "asked where it is not possible");
    }

    private boolean tried() {
        OpenOption past = option;
        if (past == null) {
            return false;
        }
        try {
            int size = Math.toIntExact(Files.getFileStore(mark).getBlockSize());
            if (size < 512 || size > PAYLOAD || Integer.bitCount(size) != 1) {
                return false;
            }
            block = size;
            try (FileChannel channel = FileChannel.open(mark, StandardOpenOption.READ, past)) {
                return channel.read(room(size), 0) > 0;
            }
        } catch (IOException | UnsupportedOperationException | ArithmeticException e) {
            LOG.info("what the tier of {} stores is verified through the page cache: {}", mark, e.toString());
            return false;
        }
    }

    /** Some bytes of the file from a position on, into whole blocks; negative behind its end. */
    interface Blocks {
        int read(ByteBuffer window, long at) throws IOException;
    }

    /** Room for one reader. Only where {@link #possible}. */
    Windows windows(Location location) {
        return new Windows(location);
    }

    private ByteBuffer room(int size) {
        return ByteBuffer.allocateDirect(size + block).alignedSlice(block).limit(size);
    }

    private int payloadRoom() {
        return PAYLOAD + 2 * block;
    }

    private ByteBuffer lend(int size) {
        if (size < payloadRoom()) {
            return room(size);
        }
        ByteBuffer before = idle.poll();
        if (before == null) {
            return room(size);
        }
        kept.decrementAndGet();
        return before.clear().limit(size);
    }

    private void giveBack(ByteBuffer window) {
        if (window.capacity() >= payloadRoom() && kept.incrementAndGet() <= KEPT) {
            idle.add(window);
        } else if (window.capacity() >= payloadRoom()) {
            kept.decrementAndGet();
        }
    }

    /** What was read last of a payload, and of the checksums behind it. One thread. */
    final class Windows {
        private final long sums;
        private final Window payload;
        private final Window checksums;

        private Windows(Location location) {
            long end = location.offset() + location.length() + BlobForm.trailerLength(location.length());
            long begin = down(location.offset());
            this.sums = location.offset() + location.length();
            this.payload = new Window((int) Math.min(payloadRoom(), up(end) - begin), end);
            this.checksums = new Window((int) Math.min(SUMS + 2L * block, up(end) - down(sums)), end);
        }

        /** Fills the target's room from a position of the file. @throws EOFException where it ends before */
        void fill(ByteBuffer target, long position, Blocks from) throws IOException {
            Window window = position >= sums && !payload.holds(position, target.remaining()) ? checksums : payload;
            long at = position;
            while (target.hasRemaining()) {
                at += window.copy(target, at, from);
            }
        }

        void close() {
            payload.close();
            checksums.close();
        }
    }

    private long down(long position) {
        return position / block * block;
    }

    private long up(long position) {
        return down(position + block - 1);
    }

    private final class Window {
        private final int size;
        private final long end;
        private @Nullable ByteBuffer bytes;
        private long begin;
        private int filled;

        /** @param end of what is wanted of the file: blocks behind it are another's */
        Window(int size, long end) {
            this.size = size;
            this.end = end;
        }

        boolean holds(long position, int length) {
            return position >= begin && position + length <= begin + filled;
        }

        int copy(ByteBuffer target, long position, Blocks from) throws IOException {
            ByteBuffer room = bytes;
            if (room == null) {
                room = lend(size);
                bytes = room;
            }
            if (!holds(position, 1)) {
                load(room, position, from);
            }
            int offset = (int) (position - begin);
            int length = Math.min(target.remaining(), filled - offset);
            if (length <= 0) {
                throw new EOFException("the file ends at " + (begin + filled));
            }
            target.put(room.slice(offset, length));
            return length;
        }

        private void load(ByteBuffer room, long position, Blocks from) throws IOException {
            begin = down(position);
            filled = 0;
            room.clear().limit((int) Math.min(size, up(end) - begin));
            while (room.hasRemaining()) {
                int n = from.read(room, begin + filled);
                if (n <= 0) {
                    break;
                }
                filled += n;
                if (filled % block != 0) {
                    // A part of a block comes at the end of the file alone.
                    break;
                }
            }
        }

        void close() {
            ByteBuffer last = bytes;
            bytes = null;
            filled = 0;
            if (last != null) {
                giveBack(last);
            }
        }
    }
}
