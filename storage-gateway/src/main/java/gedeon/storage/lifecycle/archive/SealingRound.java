package gedeon.storage.lifecycle.archive;

import gedeon.storage.tier.Batches;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.TierFull;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look into one archive: what there is together makes batches, what cannot be sealed now waits ({@link SealingWaits}) and lets the rest pass. */
final class SealingRound {
    private static final Logger LOG = LoggerFactory.getLogger(SealingRound.class);
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Batches batches;
    private final SealingClaim claim;
    private final GatheredRows rows;
    private final SealingWaits waits;
    private final BatchWriting writing;

    SealingRound(Batches batches, SealingClaim claim, GatheredRows rows, SealingWaits waits, BatchWriting writing) {
        this.batches = batches;
        this.claim = claim;
        this.rows = rows;
        this.waits = waits;
        this.writing = writing;
    }

    void run() throws IOException {
        try {
            all();
            waits.isThere();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            claim.requireHeld();
            waits.allLater(first(), SealingWaits.said(e));
            throw e;
        }
    }

    /** What failed once is looked at again as soon as anything is. */
    private Duration first() {
        Duration after = batches.limits().after();
        Duration once = after.compareTo(Sealing.EVERY) < 0 ? after : Sealing.EVERY;
        return once.compareTo(LEAST) < 0 ? LEAST : once;
    }

    private void all() throws IOException {
        writing.tidy();
        for (Map.Entry<Integer, List<GatheredRows.Gathered>> of :
                rows.byBucket(batches.limits().after()).entrySet()) {
            List<GatheredRows.Gathered> all = of.getValue();
            while (isDue(all)) {
                int taken = fitting(all);
                some(of.getKey(), all.subList(0, taken));
                all = all.subList(taken, all.size());
            }
        }
    }

    /**
     * What of it can be read now: the rest waits, and keeps nothing waiting that is in the same batch or behind it.
     *
     * @throws IOException where nothing can be sealed now, of whatever
     */
    private void some(int bucketId, List<GatheredRows.Gathered> content) throws IOException {
        Optional<Exception> failed = tried(bucketId, content);
        if (failed.isEmpty()) {
            return;
        }
        if (failed.get() instanceof TierFull) {
            later(content, failed.get());
            return;
        }
        List<GatheredRows.Gathered> sound = new ArrayList<>();
        List<GatheredRows.Gathered> unsound = new ArrayList<>();
        for (GatheredRows.Gathered one : content) {
            (writing.isSound(one) ? sound : unsound).add(one);
        }
        later(unsound, failed.get());
        // Where each can be read by itself, it is not their bytes that keep them from being sealed.
        Optional<Exception> again = unsound.isEmpty() || sound.isEmpty() ? failed : tried(bucketId, sound);
        if (again.isPresent()) {
            later(sound, again.get());
        }
    }

    private void later(List<GatheredRows.Gathered> content, Exception why) {
        if (!content.isEmpty()) {
            waits.later(
                    content.stream()
                            .flatMap(one -> one.blobs().stream())
                            .map(Location::blob)
                            .toList(),
                    first(),
                    SealingWaits.said(why));
        }
    }

    /** @return why they cannot be sealed together; empty where they are */
    private Optional<Exception> tried(int bucketId, List<GatheredRows.Gathered> content) throws IOException {
        try {
            writing.one(bucketId, content);
            return Optional.empty();
        } catch (TierOffline | InterruptedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            claim.requireHeld();
            LOG.warn(
                    "{} versions of bucket {} cannot be sealed together and wait: {}",
                    content.size(),
                    bucketId,
                    e.getMessage());
            return Optional.of(e);
        }
    }

    private boolean isDue(List<GatheredRows.Gathered> all) {
        Batches.Limits limits = batches.limits();
        return all.stream().anyMatch(GatheredRows.Gathered::waited)
                || all.stream().mapToLong(one -> one.blobs().size()).sum() >= limits.versions()
                || all.stream().mapToLong(GatheredRows.Gathered::bytes).sum() >= limits.bytes();
    }

    /** How many of them make a batch: at least one, however large. */
    private int fitting(List<GatheredRows.Gathered> all) {
        Batches.Limits limits = batches.limits();
        long blobs = 0;
        long bytes = 0;
        for (int i = 0; i < all.size(); i++) {
            blobs += all.get(i).blobs().size();
            bytes += all.get(i).bytes();
            if (i > 0 && (blobs > limits.versions() || bytes > limits.bytes())) {
                return i;
            }
        }
        return all.size();
    }
}
