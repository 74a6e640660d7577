package gedeon.storage.tier.posix;

import gedeon.storage.tier.BlobForm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Goes through the records of a pack, which begin at multiples of eight; what is no record with a whole header is a hole, and passed step by step. */
final class Records {
    private static final int WINDOW = 1 << 20;

    private Records() {}

    /** Told of each record: where it begins, its header whole, and its size with what fills it up. */
    @FunctionalInterface
    interface Each {
        void record(long at, byte[] head, long size) throws IOException;
    }

    /** Tells each; returns where the last one ends. */
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
                if (head != null) {
                    long behind = (next + length.getAsLong() + 7) & ~7L;
                    each.record(next, head, behind - next);
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
