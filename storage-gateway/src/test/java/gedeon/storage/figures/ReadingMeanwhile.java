package gedeon.storage.figures;

import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.TierBroken;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads random objects, whole and in ranges, and compares each byte. Right is what was stored; a refusal because it lies in the archive, while the archive
 * has it; and a tier that is offline, while the far side was killed. Nothing else.
 */
final class ReadingMeanwhile implements AutoCloseable {
    /** A process asks a tier that could not be opened again after five seconds, and the far side has to find its feet. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private static final long PAUSE_MILLIS = 2;

    private final Gateway gateway;
    private final Bucket bucket;
    private final Seeded objects;
    private final Sql sql;
    private final short archive;
    private final Random random;
    private final Thread thread;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean archiving;
    private volatile boolean away;
    private volatile long back = System.nanoTime() - RECOVERY.toNanos();

    final AtomicLong right = new AtomicLong();
    final AtomicLong archived = new AtomicLong();
    final AtomicLong offline = new AtomicLong();
    final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    ReadingMeanwhile(Gateway gateway, Bucket bucket, Seeded objects, Sql sql, short archive) {
        this.gateway = gateway;
        this.bucket = bucket;
        this.objects = objects;
        this.sql = sql;
        this.archive = archive;
        this.random = new Random(objects.seed());
        this.thread = Thread.ofPlatform().name("reading meanwhile").start(this::run);
    }

    long reads() {
        return right.get() + archived.get() + offline.get() + wrong.size();
    }

    /** From now on something may lie in the archive alone. */
    void archivingBegins() {
        archiving = true;
    }

    void farSideGoes() {
        away = true;
    }

    void farSideIsBack() {
        back = System.nanoTime();
        away = false;
    }

    private void run() {
        try {
            while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                one(random.nextInt(20) == 0 ? anyLarge() : random.nextInt(objects.count()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int anyLarge() {
        return objects.large() == 0 ? 0 : objects.ofLarge(random.nextInt(objects.large()));
    }

    private void one(int object) {
        long size = objects.size(object);
        boolean whole = random.nextInt(4) > 0;
        long from = whole ? 0 : random.nextLong(size + 1);
        long length = whole ? size : random.nextLong(size - from + 1);
        long begun = System.nanoTime();
        try {
            answered(object, from, length);
        } catch (TierOffline | TierBroken e) {
            if (explained(begun)) {
                offline.incrementAndGet();
            } else {
                wrong.add(objects.key(object) + ": " + e);
            }
        } catch (IOException | RuntimeException e) {
            wrong.add(objects.key(object) + ": " + e);
        }
    }

    private boolean explained(long begun) {
        return away || begun - back < RECOVERY.toNanos();
    }

    private void answered(int object, long from, long length) throws IOException {
        StoredVersion version = gateway.store()
                .find(bucket, ObjectKey.of(objects.key(object)), null, false)
                .orElseThrow();
        try (InputStream in = gateway.store().read(version, from, length)) {
            objects.difference(object, in, from, length).ifPresentOrElse(wrong::add, right::incrementAndGet);
        } catch (Refusal e) {
            if (e.reason() != Refusal.Reason.ARCHIVED || !archiving || !isInArchive(version)) {
                throw e;
            }
            archived.incrementAndGet();
        }
    }

    /** Also where it was brought back since, its bytes there waiting for their last readers. */
    private boolean isInArchive(StoredVersion version) {
        return !sql.list(
                        row -> true,
                        "select 1 from version v join location l on l.blob_id = v.blob_id where v.bucket_id = ? and v.seq = ? and l.tier_id = ? and l.state in ('l', 'r')",
                        bucket.id(),
                        version.version().seq(),
                        archive)
                .isEmpty();
    }

    @Override
    public void close() throws InterruptedException {
        over.countDown();
        thread.join();
    }
}
