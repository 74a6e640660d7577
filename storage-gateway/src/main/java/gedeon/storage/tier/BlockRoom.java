package gedeon.storage.tier;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Room for one block each. Long reads are lent some outside the heap, as far as it goes: a socket is written from it without another copy. */
final class BlockRoom {
    private static final int SHORT = 64 << 10;
    private static final Semaphore LENDABLE = new Semaphore(64);
    private static final ConcurrentLinkedQueue<ByteBuffer> IDLE = new ConcurrentLinkedQueue<>();

    private BlockRoom() {}

    /** Empty room for the blocks of a payload of {@code stored} bytes, of which {@code wanted} are read. */
    static ByteBuffer take(long stored, long wanted) {
        if (wanted >= SHORT && stored >= BlobForm.BLOCK && LENDABLE.tryAcquire()) {
            ByteBuffer idle = IDLE.poll();
            return (idle == null ? ByteBuffer.allocateDirect(BlobForm.BLOCK) : idle.clear()).limit(0);
        }
        return ByteBuffer.allocate((int) Math.min(BlobForm.BLOCK, Math.max(1, stored)))
                .limit(0);
    }

    /** @param read whether somebody may still read from it: then it is left to the collector of memory and never lent again */
    static void giveBack(ByteBuffer room, boolean read) {
        if (room.isDirect()) {
            if (!read) {
                IDLE.add(room);
            }
            LENDABLE.release();
        }
    }
}
