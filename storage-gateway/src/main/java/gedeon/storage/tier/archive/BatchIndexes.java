package gedeon.storage.tier.archive;

import gedeon.storage.BlobId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Indexes of the batches that were read last. Who wants one that is being read waits for it, and for no other's; where that reading fails he reads himself.
 */
final class BatchIndexes {
    /** Reads the index of a batch. */
    @FunctionalInterface
    interface Reading {
        BatchIndex read(BlobId batch) throws IOException;
    }

    /** Held while the index is read. */
    private static final class Turn {
        final ReentrantLock lock = new ReentrantLock();
        int wanted;
    }

    private final Reading reading;
    private final int most;
    private final Map<BlobId, BatchIndex> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<BlobId, Turn> turns = new HashMap<>();

    /** @param most blobs of the batches that are kept; the newest is kept however many it has */
    BatchIndexes(int most, Reading reading) {
        this.most = most;
        this.reading = reading;
    }

    BatchIndex of(BlobId batch) throws IOException {
        Turn turn;
        synchronized (this) {
            BatchIndex known = kept.get(batch);
            if (known != null) {
                return known;
            }
            turn = turns.computeIfAbsent(batch, n -> new Turn());
            turn.wanted++;
        }
        try {
            turn.lock.lock();
            try {
                return inTurn(batch);
            } finally {
                turn.lock.unlock();
            }
        } finally {
            ends(batch, turn);
        }
    }

    private BatchIndex inTurn(BlobId batch) throws IOException {
        synchronized (this) {
            BatchIndex known = kept.get(batch);
            if (known != null) {
                return known;
            }
        }
        BatchIndex index = reading.read(batch);
        synchronized (this) {
            kept.put(batch, index);
            forgetOldest();
        }
        return index;
    }

    private synchronized void ends(BlobId batch, Turn turn) {
        turn.wanted--;
        if (turn.wanted == 0) {
            turns.remove(batch);
        }
    }

    private void forgetOldest() {
        long blobs =
                kept.values().stream().mapToLong(one -> one.entries().size()).sum();
        Iterator<BatchIndex> oldest = kept.values().iterator();
        while (blobs > most && kept.size() > 1) {
            blobs -= oldest.next().entries().size();
            oldest.remove();
        }
    }

    synchronized void forget(BlobId batch) {
        kept.remove(batch);
    }
}
