package gedeon.storage.tier.posix;

import gedeon.storage.tier.BlobForm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the records of a pack, which begin at multiples of eight. What is no record with a whole header is a hole, and passed step by step; one that was
 * taken back is a hole of which the length is known.
 */
final class Records {
    private static final int WINDOW = 1 << 20;

    private Records() {}

    /** Told of each record: where it begins, its header whole, and its size with what fills it up. */
    @FunctionalInterface
    interface Each {
        void record(long at, byte[] head, long size) throws IOException;
    }

    /** Tells each that was not taken back; returns where the last one ends, taken back or not. */
    static long walk(FileChannel pack, Each each) throws IOException {
        long size = pack.size();
        long end = Math.min(size, Pack.HEADER);
        long at = Pack.HEADER;
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        while (at + BlobForm.HEADER <= size) {
            window.clear();
            read(pack, window, at);
            window.flip();
            long next = at;
            while (window.remaining() >= BlobForm.HEADER) {
                OptionalLong length = BlobForm.length(window);
                byte[] head = length.isPresent() ? head(pack, window, next) : null;
                boolean gone = head == null && length.isPresent() && takenBack(pack, window, next);
                if (head != null || gone) {
                    long behind = (next + length.getAsLong() + 7) & ~7L;
                    if (head != null) {
                        each.record(next, head, behind - next);
                    }
                    int step = (int) Math.min(Integer.MAX_VALUE, behind - next);
                    next = Math.min(size, behind);
                    end = next;
                    if (step > window.remaining()) {
                        break;
                    }
                    window.position(window.position() + step);
                } else {
                    window.position(window.position() + 8);
                    next += 8;
                }
            }
            at = next;
        }
        return end;
    }

    private static byte @Nullable [] head(FileChannel pack, ByteBuffer window, long at) throws IOException {
        return BlobForm.wholeHead(window.duplicate(), more -> read(pack, more, at));
    }

    private static boolean takenBack(FileChannel pack, ByteBuffer window, long at) throws IOException {
        return BlobForm.takenBack(window.duplicate(), more -> read(pack, more, at)) != null;
    }

    static void read(FileChannel pack, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int n = pack.read(target, at);
            if (n < 0) {
                return;
            }
            at += n;
        }
    }
}
