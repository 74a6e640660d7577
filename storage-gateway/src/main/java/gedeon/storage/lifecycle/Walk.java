package gedeon.storage.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.StoredVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.objects.ObjectStore.VersionEntry;
import gedeon.storage.objects.ObjectStore.VersionMark;
import gedeon.storage.objects.ObjectStore.VersionPage;
import gedeon.storage.objects.Refusal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way through a bucket in the order of keys, page by page, holding no connection in between; it goes on where one before it stopped. A version is
 * deleted only as it was when it was judged: if anything was changed since, or the delete fails, it is left for the next walk. What something outranking the
 * rules keeps is counted.
 */
final class Walk {
    private static final Logger LOG = LoggerFactory.getLogger(Walk.class);
    private static final int PAGE = 1000;
    /** How many deletes, and how long, between two signs of life: a claim lasts five minutes. */
    private static final int STRIDE = 100;

    private static final long LONGEST_STRIDE_NANOS = 60_000_000_000L;
    private static final UUID FIRST = new UUID(0, 0);

    private final ObjectStore store;
    private final StaleUploads uploads;
    private final Bucket bucket;
    private final LifecycleRules rules;
    private final Outranks outranks;
    private final boolean transitions;
    private final Days days;
    private final Progress progress;
    private final Failures failures = new Failures();
    private byte @Nullable [] judged;
    private KeptBack kept;
    private KeptBack keptByThen;
    private int deleted;
    private int tried;
    private long told;

    /** Told before each page and every hundred deletes; tells the time by which a page is judged, and fails where the walk must end. */
    @FunctionalInterface
    interface Progress {
        /**
         * @param judged the last key of which all versions were judged; null where there is none yet
         * @param kept what had to be kept of these
         * @throws Ended where another process may walk this bucket now
         */
        Instant next(byte @Nullable [] judged, KeptBack kept);
    }

    /** The claim on the bucket was lost. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1;

        Ended(String bucket) {
            super("the walk through bucket " + bucket
                    + " took too long between two deletes; another process goes on with it");
        }
    }

    /**
     * @param judged behind which key it begins; null for all
     * @param kept what had to be kept until there
     */
    Walk(
            ObjectStore store,
            StaleUploads uploads,
            Bucket bucket,
            LifecycleRules rules,
            Outranks outranks,
            Days days,
            byte @Nullable [] judged,
            KeptBack kept,
            Progress progress) {
        this.store = store;
        this.uploads = uploads;
        this.bucket = bucket;
        this.rules = rules;
        this.days = days;
        this.judged = judged;
        this.outranks = outranks;
        this.transitions = rules.rules().stream().anyMatch(Transitions::archives) && !outranks.lets(bucket.notebook());
        this.kept = kept;
        this.keptByThen = kept;
        this.progress = progress;
    }

    /** Returns how many versions, markers and uploads were made to go. */
    int run() {
        inOrder(rules.prefixes(transitions)).forEach(this::versions);
        inOrder(rules.uploadPrefixes()).forEach(this::uploads);
        failures.tell(LOG, "deletes by the lifecycle of bucket " + bucket.name());
        return deleted;
    }

    /** As keys are ordered, which text is not: what lies before the last key judged was judged. */
    private static List<byte[]> inOrder(List<String> prefixes) {
        return prefixes.stream()
                .map(prefix -> prefix.getBytes(UTF_8))
                .sorted(Arrays::compareUnsigned)
                .toList();
    }

    private Instant report() {
        told = System.nanoTime();
        return progress.next(judged, keptByThen);
    }

    /** Before each delete: a page of slow ones must not outlast the claim. */
    private void stride() {
        if (++tried % STRIDE == 0 || System.nanoTime() - told > LONGEST_STRIDE_NANOS) {
            report();
        }
    }

    private void versions(byte[] prefix) {
        Versions all = new Versions(prefix);
        @Nullable VersionEntry next = all.hasNext() ? all.next() : null;
        Instant succeeded = Instant.EPOCH;
        int newer = 0;
        while (next != null) {
            VersionEntry entry = next;
            StoredVersion version = entry.version();
            Instant now = all.now;
            next = all.hasNext() ? all.next() : null;
            boolean last = next == null || !next.version().key().equals(version.key());
            boolean alone = entry.latest() && last;
            newer = entry.latest() ? 0 : newer;
            judge(new Standing(version, entry.latest() ? null : succeeded, newer, alone), now);
            newer += entry.latest() ? 0 : 1;
            succeeded = version.created();
            judged = last ? version.key().bytes() : judged;
            keptByThen = last ? kept : keptByThen;
        }
    }

    private void judge(Standing standing, Instant now) {
        StoredVersion version = standing.version();
        Verdict verdict = rules.wanted(standing, now, days);
        if (verdict != Verdict.KEEP) {
            stride();
            apply(version, verdict, now);
        } else if (transitions) {
            rules.archives(standing, now, days)
                    .ifPresent(rule -> keep(version, new KeptBack.Reason(KeptBack.Why.TRANSITION, rule)));
        }
    }

    private void keep(StoredVersion version, KeptBack.Reason reason) {
        kept = kept.plus(reason, version);
    }

    /** What had to be kept: once it is over, of all. */
    KeptBack kept() {
        return kept;
    }

    /** Holds, retention and seals first, then what the storage policy still has to do with it. */
    private Optional<KeptBack.Reason> against(StoredVersion version, Verdict verdict, Instant now) {
        if (version.deleteMarker()) {
            return Optional.empty();
        }
        Optional<KeptBack.Reason> locked =
                verdict == Verdict.REMOVE ? LifecycleRules.lock(version, now) : Optional.empty();
        if (locked.isPresent()) {
            return locked;
        }
        Outranks.Standing standing = outranks.of(version);
        if (standing == null) {
            return Optional.empty();
        }
        if (standing.sealed()) {
            return Optional.of(new KeptBack.Reason(KeptBack.Why.SEALED, null));
        }
        return standing.awaited() != null && endsContent(version, verdict)
                ? Optional.of(new KeptBack.Reason(KeptBack.Why.POLICY, standing.awaited()))
                : Optional.empty();
    }

    /** Where a marker is put on top, the content stays. */
    private boolean endsContent(StoredVersion version, Verdict verdict) {
        return verdict == Verdict.REMOVE || !bucket.showsVersions() || !bucket.versioned() && version.isNull();
    }

    private void apply(StoredVersion version, Verdict verdict, Instant now) {
        try {
            Optional<KeptBack.Reason> against = against(version, verdict, now);
            if (against.isPresent()) {
                keep(version, against.get());
                return;
            }
            store.delete(new Deletion(
                    bucket,
                    version.key(),
                    verdict == Verdict.REMOVE ? version.version() : null,
                    false,
                    false,
                    DeleteConditions.unchanged(version)));
            deleted++;
        } catch (Refusal changed) {
            LOG.debug("a version of bucket {} is left for now: {}", bucket.name(), changed.reason());
        } catch (RuntimeException failed) {
            failures.add(failed);
        }
    }

    /** Versions and markers under a prefix, the newest of each key first. */
    private final class Versions implements Iterator<VersionEntry> {
        private final byte[] prefix;
        private Instant now = Instant.EPOCH;
        private Iterator<VersionEntry> page = List.<VersionEntry>of().iterator();
        private @Nullable VersionMark mark;
        private boolean more = true;

        Versions(byte[] prefix) {
            this.prefix = prefix;
            this.mark = judged == null ? null : new VersionMark(judged, null);
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && more) {
                now = report();
                VersionPage found = store.versions(bucket, prefix, new byte[0], mark, PAGE);
                page = found.entries().iterator();
                mark = found.next();
                more = mark != null;
            }
            return page.hasNext();
        }

        @Override
        public VersionEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }

    private void uploads(byte[] prefix) {
        byte[] key = prefix;
        UUID after = FIRST;
        while (true) {
            Instant now = report();
            List<StaleUploads.Open> page = uploads.page(bucket.id(), key, after);
            for (StaleUploads.Open upload : page) {
                if (!startsWith(upload.key().bytes(), prefix)) {
                    return;
                }
                if (rules.aborts(upload.key(), upload.created(), now, days)) {
                    abort(upload);
                }
            }
            if (page.isEmpty()) {
                return;
            }
            key = page.getLast().key().bytes();
            after = page.getLast().id();
        }
    }

    private void abort(StaleUploads.Open upload) {
        stride();
        try {
            deleted += uploads.abort(upload) ? 1 : 0;
        } catch (RuntimeException failed) {
            failures.add(failed);
        }
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
