package gedeon.storage.tier;

import gedeon.storage.memory.WorkingMemory;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Room for one block, or for several: long reads are lent some outside the heap, as far as it goes, from which a socket is written without another copy. What lies
 * on the heap is part of {@link WorkingMemory}.
 */
final class BlockRoom implements AutoCloseable {
    private static final int SHORT = 64 << 10;
    private static final int LONG = 4 * BlobForm.BLOCK;
    private static final Semaphore LENDABLE = new Semaphore(32);
    private static final ConcurrentLinkedQueue<ByteBuffer> IDLE = new ConcurrentLinkedQueue<>();

    private final WorkingMemory.@Nullable Taken taken;
    private ByteBuffer block;

    private BlockRoom(ByteBuffer block, WorkingMemory.@Nullable Taken taken) {
        this.block = block.limit(0);
        this.taken = taken;
    }

    /** Empty room for the blocks of a payload of {@code stored} bytes, of which {@code wanted} are read. */
    static BlockRoom take(long stored, long wanted) {
        BlockRoom lent = wanted >= SHORT && stored >= BlobForm.BLOCK ? lend() : null;
        if (lent != null) {
            return lent;
        }
        int size = (int) Math.min(BlobForm.BLOCK, Math.max(1, stored));
        WorkingMemory.Taken taken = WorkingMemory.READS.take(size);
        return new BlockRoom(ByteBuffer.allocate(size), taken);
    }

    /** Room outside the heap, if there is any; nobody waits for it. */
    static @Nullable BlockRoom lend() {
        if (!LENDABLE.tryAcquire()) {
            return null;
        }
        ByteBuffer idle = IDLE.poll();
        return new BlockRoom(idle == null ? ByteBuffer.allocateDirect(LONG) : idle.clear(), null);
    }

    /** The block; without room after {@link #close}. */
    ByteBuffer block() {
        return block;
    }

    @Override
    public void close() {
        giveBack(false);
    }

    /** @param read whether somebody may still read from it: then it is left to the collector of memory and never lent again */
    void giveBack(boolean read) {
        ByteBuffer room = block;
        block = ByteBuffer.allocate(0);
        if (room.isDirect()) {
            if (!read) {
                IDLE.add(room);
            }
            LENDABLE.release();
        } else if (taken != null) {
            taken.close();
        }
    }
}
