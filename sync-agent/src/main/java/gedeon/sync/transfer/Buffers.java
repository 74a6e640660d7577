package gedeon.sync.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/**
 * The memory for what is read and not sent yet, for all files together. Who wants some waits until there is enough; who waited first gets it first. Whole
 * buffers are used again while any is in use; at rest none is kept. Thread-safe.
 */
final class Buffers {
    private static final int UNIT = 1024;

    private final int size;
    private final int units;
    private final Semaphore room;
    private final Deque<byte[]> spare = new ArrayDeque<>();

    /** @param count whole buffers of {@code size} bytes */
    Buffers(int count, int size) {
        this.size = size;
        this.units = Math.multiplyExact(count, units(size));
        this.room = new Semaphore(units, true);
    }

    /** The most that can be taken at once. */
    int size() {
        return size;
    }

    /** At least {@code length} bytes, at most a whole buffer's. Given back by {@link #give}. */
    byte[] take(int length) throws InterruptedException {
        if (length > size) {
            throw new IllegalArgumentException("a buffer has " + size + " bytes, asked for " + length);
        }
        int taken = taken(length);
        room.acquire(units(taken));
        synchronized (spare) {
            byte[] old = taken == size ? spare.poll() : null;
            trim();
            return old == null ? new byte[taken] : old;
        }
    }

    void give(byte[] buffer) {
        synchronized (spare) {
            room.release(units(buffer.length));
            if (buffer.length == size) {
                spare.push(buffer);
            }
            trim();
        }
    }

    /** What is kept for later is within the room that nobody has taken. */
    private void trim() {
        int left = room.availablePermits();
        while (!spare.isEmpty() && (left == units || spare.size() * units(size) > left)) {
            spare.pop();
        }
    }

    /** Nearly whole ones are whole, so that they can be used again. */
    private int taken(int length) {
        return length > size / 2 ? size : length;
    }

    private static int units(int length) {
        return (length + UNIT - 1) / UNIT;
    }
}
