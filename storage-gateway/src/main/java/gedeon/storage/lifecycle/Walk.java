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
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way through a bucket in the order of keys, page by page, holding no connection in between. A version is deleted only as it was when it was judged: if
 * anything was changed since, it is left for the next walk.
 */
final class Walk {
    private static final Logger LOG = LoggerFactory.getLogger(Walk.class);
    private static final int PAGE = 1000;
    private static final UUID FIRST = new UUID(0, 0);

    private final ObjectStore store;
    private final StaleUploads uploads;
    private final Bucket bucket;
    private final LifecycleRules rules;
    private final Days days;
    private final Pages pages;
    private int deleted;

    /** Called before each page; tells the time by which it is judged, and fails where the walk must end. */
    @FunctionalInterface
    interface Pages {
        /** @throws Ended where another process may walk this bucket now */
        Instant next();
    }

    /** The claim on the bucket was lost. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1;

        Ended(String bucket) {
            super("the walk through bucket " + bucket + " took too long between two pages; it begins anew");
        }
    }

    Walk(ObjectStore store, StaleUploads uploads, Bucket bucket, LifecycleRules rules, Days days, Pages pages) {
        this.store = store;
        this.uploads = uploads;
        this.bucket = bucket;
        this.rules = rules;
        this.days = days;
        this.pages = pages;
    }

    /** Returns how many versions, markers and uploads were made to go. */
    int run() {
        for (String prefix : rules.prefixes()) {
            versions(prefix.getBytes(UTF_8));
        }
        for (String prefix : rules.uploadPrefixes()) {
            uploads(prefix.getBytes(UTF_8));
        }
        return deleted;
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
            boolean alone =
                    entry.latest() && (next == null || !next.version().key().equals(version.key()));
            newer = entry.latest() ? 0 : newer;
            apply(
                    version,
                    rules.decide(new Standing(version, entry.latest() ? null : succeeded, newer, alone), now, days));
            newer += entry.latest() ? 0 : 1;
            succeeded = version.created();
        }
    }

    private void apply(StoredVersion version, Verdict verdict) {
        if (verdict == Verdict.KEEP) {
            return;
        }
        try {
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
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && more) {
                now = pages.next();
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
            Instant now = pages.next();
            List<StaleUploads.Open> page = uploads.page(bucket.id(), key, after);
            for (StaleUploads.Open upload : page) {
                if (!startsWith(upload.key().bytes(), prefix)) {
                    return;
                }
                if (rules.aborts(upload.key(), upload.created(), now, days) && uploads.abort(upload)) {
                    deleted++;
                }
            }
            if (page.isEmpty()) {
                return;
            }
            key = page.getLast().key().bytes();
            after = page.getLast().id();
        }
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && java.util.Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
