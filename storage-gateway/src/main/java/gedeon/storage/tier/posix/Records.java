package gedeon.storage.tier.posix;

import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.Packed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Goes through the records of a pack, which begin at multiples of eight; what is no record with a whole header is a hole, and passed step by step. */
final class Records {
    private static final int WINDOW = 1 << 20;

    private Records() {}

    /** Tells each; returns where the last one ends. */
    static long walk(FileChannel pack, Consumer<Packed.Record> each) throws IOException {
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
                if (length.isPresent() && holds(pack, next)) {
                    long behind = (next + length.getAsLong() + 7) & ~7L;
                    each.accept(new Packed.Record(BlobForm.blob(window), behind - next));
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

    private static boolean holds(FileChannel pack, long at) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(BlobForm.HEADER);
        read(pack, first, at);
        ByteBuffer head = ByteBuffer.allocate(BlobForm.headLength(first.getInt(12)));
        read(pack, head, at);
        return !head.hasRemaining() && BlobForm.headHolds(head.array());
    }

    private static void read(FileChannel pack, ByteBuffer target, long position) throws IOException {
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
