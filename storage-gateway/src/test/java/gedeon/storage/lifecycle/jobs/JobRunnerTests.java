package gedeon.storage.lifecycle.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.TestGateway;
import gedeon.storage.Traffic;
import gedeon.storage.objects.Pace;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that share few places, on rows of a real database; what they look at is made up. */
class JobRunnerTests {
    /** A machine that stands still for a while lets none end. */
    private static final Duration CLAIM = Duration.ofMinutes(2);

    private static final Duration SLICE = Duration.ofMillis(50);

    private final List<AutoCloseable> open = new ArrayList<>();
    private Sql sql;
    private StorageJobs jobs;

    @BeforeEach
    void open() {
        sql = TestGateway.database(TestGateway.settings());
        jobs = new StorageJobs(sql, CLAIM);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    /** A process with so many places. */
    private JobRunner process(int places, Function<StorageJob, Round> rounds) {
        return process(places, new Bandwidth(0, new Traffic()), rounds);
    }

    private JobRunner process(int places, Bandwidth bandwidth, Function<StorageJob, Round> rounds) {
        JobRunner runner = new JobRunner(jobs, rounds, bandwidth, CLAIM, SLICE, places);
        for (int i = 0; i < places; i++) {
            Thread place = Thread.ofVirtual().start(() -> {
                while (!runner.stopping()) {
                    runner.run();
                    rest(SLICE.dividedBy(5));
                }
            });
            open.add(() -> {
                runner.close();
                place.join();
            });
        }
        return runner;
    }

    private StorageJob job(StorageJob.Kind kind) {
        return jobs.ensure(kind, null, null, Duration.ZERO);
    }

    private StorageJob now(StorageJob job) {
        return jobs.find(job.id()).orElseThrow();
    }

    /** What one look does. */
    @FunctionalInterface
    private interface Doing {
        void look(long blob, Pace pace) throws IOException, InterruptedException;
    }

    /** So many blobs of ten bytes, from 1 on. */
    private record Made(long all, Doing doing) implements Round {
        @Override
        public long blobs() {
            return all;
        }

        @Override
        public Stretch after(BlobId last, int limit) {
            List<Look> looks = LongStream.rangeClosed(last.low() + 1, Math.min(all, last.low() + limit))
                    .<Look>mapToObj(blob -> new Look() {
                        @Override
                        public BlobId blob() {
                            return new BlobId(0, blob);
                        }

                        @Override
                        public long bytes() {
                            return 10;
                        }

                        @Override
                        public void look(Pace pace) throws IOException, InterruptedException {
                            doing.look(blob, pace);
                        }
                    })
                    .toList();
            return looks.isEmpty()
                    ? new Stretch(List.of(), null, 0)
                    : new Stretch(looks, looks.getLast().blob(), looks.size());
        }

        @Override
        public Next ended(StorageJob job) {
            return new Next.Again(Duration.ofHours(1));
        }
    }

    @Test
    void aJobThatIsDueHasAPlaceWhileALargeBlobIsReadForHoursAndTheRoundGoesOnAfterwards() {
        CountDownLatch read = new CountDownLatch(1);
        ConcurrentLinkedQueue<Long> looked = new ConcurrentLinkedQueue<>();
        StorageJob fixity = job(StorageJob.Kind.FIXITY);
        process(
                1,
                job -> job.kind() == StorageJob.Kind.FIXITY
                        ? new Made(100, (blob, pace) -> {
                            looked.add(blob);
                            read.await();
                            pace.passed(10);
                        })
                        : new Made(0, (blob, pace) -> {}));
        Await.until(() -> !looked.isEmpty());
        StorageJob arrivals = job(StorageJob.Kind.ARRIVALS);
        Await.until(() -> now(arrivals).roundEnded() != null);
        assertThat(now(fixity).roundEnded()).isNull();
        assertThat(looked).as("what was not begun waits for its next turn").hasSizeLessThanOrEqualTo(8);
        read.countDown();
        Await.until(() -> now(fixity).roundEnded() != null);
        assertThat(looked).hasSize(100).doesNotHaveDuplicates();
        assertThat(now(fixity).done()).isEqualTo(100);
        assertThat(now(fixity).bytes()).isEqualTo(1000);
        assertThat(now(fixity).roundBytes()).isEqualTo(1000);
    }

    @Test
    void whoeverWaitsLongestIsNext() {
        List<StorageJob.Kind> begun = Collections.synchronizedList(new ArrayList<>());
        for (StorageJob.Kind kind :
                List.of(StorageJob.Kind.FIXITY, StorageJob.Kind.PLACING, StorageJob.Kind.ADOPTION)) {
            job(kind);
        }
        process(1, job -> {
            begun.add(job.kind());
            return new Made(1_000_000, (blob, pace) -> Thread.sleep(1));
        });
        // One that gave way waits from the moment at which it has ended: on a busy machine it may miss a turn, and no
        // more.
        Await.until(() -> begun.size() >= 30);
        List<StorageJob.Kind> first = List.copyOf(begun.subList(0, 30));
        assertThat(Set.copyOf(first))
                .allSatisfy(kind -> assertThat(Collections.frequency(first, kind))
                        .as("%s of %s", kind, first)
                        .isGreaterThanOrEqualTo(6));
        assertThat(Set.copyOf(first)).hasSize(3);
    }

    @Test
    void nobodyGivesWayWhereAPlaceIsFree() {
        AtomicInteger begun = new AtomicInteger();
        job(StorageJob.Kind.FIXITY);
        process(2, job -> {
            begun.incrementAndGet();
            return new Made(1_000_000, (blob, pace) -> Thread.sleep(1));
        });
        Await.until(() -> begun.get() == 1);
        StorageJob arrivals = job(StorageJob.Kind.ARRIVALS);
        Await.until(() -> now(arrivals).done() > 500);
        assertThat(begun).hasValue(2);
    }

    /** Opening costs more than a slice, and others always wait: each time one blob is looked at, and a round ends. */
    @Test
    void aRoundEndsHoweverLongItTakesToOpenIt() {
        job(StorageJob.Kind.PLACING);
        StorageJob audit = job(StorageJob.Kind.AUDIT);
        process(1, job -> {
            rest(SLICE.multipliedBy(2));
            return new Made(job.kind() == StorageJob.Kind.AUDIT ? 5 : 1_000_000, (blob, pace) -> {});
        });
        Await.until(() -> now(audit).roundEnded() != null);
    }

    private static void rest(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its claim is another's before it was let go, as of a process that stood still; what it does meanwhile counts for nothing. */
    @Test
    void whatAProcessLeavesIsGoneOnWithBehindWhatItSaid() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        ConcurrentLinkedQueue<Long> first = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Long> second = new ConcurrentLinkedQueue<>();
        StorageJob fixity = job(StorageJob.Kind.FIXITY);
        JobRunner dying = process(
                1,
                job -> new Made(100, (blob, pace) -> {
                    if (blob > 20) {
                        read.await();
                    }
                    first.add(blob);
                    pace.passed(10);
                }));
        Await.until(() -> now(fixity).done() == 20);
        dying.stop();
        sql.update("update storage_job set claimed_until = now() - interval '1 second' where id = ?", fixity.id());
        process(1, job -> new Made(100, (blob, pace) -> second.add(blob)));
        Await.until(() -> now(fixity).roundEnded() != null);
        read.countDown();
        assertThat(second).hasSize(80).doesNotHaveDuplicates().doesNotContain(20L);
        assertThat(now(fixity).done()).isEqualTo(100);
        assertThat(now(fixity).roundBytes()).isEqualTo(1000);
    }

    /** One that looks at a blob for longer than its claim lasts keeps it: it says again and again that it goes on. */
    @Test
    void aClaimIsKeptWhileABlobIsRead() {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch read = new CountDownLatch(1);
        StorageJob fixity = job(StorageJob.Kind.FIXITY);
        for (int i = 0; i < 2; i++) {
            process(1, job -> {
                begun.incrementAndGet();
                return new Made(1, (blob, pace) -> read.await());
            });
        }
        awaitRenewals(fixity);
        read.countDown();
        Await.until(() -> now(fixity).roundEnded() != null);
        assertThat(begun).hasValue(1);
    }

    @Test
    void aJobThatIsPausedAndResumedWaitsForNoClaimsEnd() {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch read = new CountDownLatch(1);
        StorageJob fixity = job(StorageJob.Kind.FIXITY);
        for (int i = 0; i < 2; i++) {
            process(1, job -> {
                boolean first = begun.incrementAndGet() == 1;
                return new Made(1, (blob, pace) -> {
                    if (first) {
                        read.await();
                    }
                });
            });
        }
        Await.until(() -> begun.get() == 1);
        assertThat(jobs.pause(fixity.id(), true)).isTrue();
        assertThat(jobs.pause(fixity.id(), false)).isTrue();
        Await.until(() -> now(fixity).roundEnded() != null, CLAIM.dividedBy(2));
        read.countDown();
        assertThat(begun.get()).isGreaterThanOrEqualTo(2);
    }

    /** While nothing comes to its end. */
    private void awaitRenewals(StorageJob of) {
        for (int i = 0; i < 5; i++) {
            String until = claimedUntil(of);
            Await.until(() -> !claimedUntil(of).equals(until));
        }
    }

    private String claimedUntil(StorageJob of) {
        return sql.one(
                        row -> row.getString(1),
                        "select coalesce(claimed_until::text, 'nobody has claimed it') from storage_job where id = ?",
                        of.id())
                .orElseThrow();
    }

    @Test
    void aClaimIsKeptWhileARoundIsOpened() {
        AtomicInteger opened = new AtomicInteger();
        CountDownLatch counted = new CountDownLatch(1);
        StorageJob audit = job(StorageJob.Kind.AUDIT);
        for (int i = 0; i < 2; i++) {
            process(1, job -> {
                opened.incrementAndGet();
                try {
                    counted.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new Made(1, (blob, pace) -> {});
            });
        }
        awaitRenewals(audit);
        counted.countDown();
        Await.until(() -> now(audit).roundEnded() != null);
        assertThat(opened).hasValue(1);
    }

    @Test
    void aJobThatIsPausedStopsAlthoughItsLooksWait() {
        AtomicInteger waiting = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        StorageJob fixity = job(StorageJob.Kind.FIXITY);
        process(
                1,
                job -> new Made(8, (blob, pace) -> {
                    waiting.incrementAndGet();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        ended.incrementAndGet();
                    }
                }));
        Await.until(() -> waiting.get() == 8);
        jobs.pause(fixity.id(), true);
        Await.until(() -> ended.get() == 8);
        assertThat(now(fixity).state()).isEqualTo(StorageJob.State.PAUSED);
        assertThat(now(fixity).done()).isZero();
    }

    @Test
    void jobsOfAProcessKeepToItsLimitTogether() {
        long began = System.nanoTime();
        StorageJob fixity = job(StorageJob.Kind.FIXITY);
        StorageJob drain = job(StorageJob.Kind.DRAIN);
        process(2, new Bandwidth(1_000_000, new Traffic()), job -> new Made(10, (blob, pace) -> pace.passed(50_000)));
        Await.until(() -> now(fixity).roundEnded() != null && now(drain).roundEnded() != null);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(850));
        assertThat(now(fixity).bytes() + now(drain).bytes()).isEqualTo(1_000_000);
    }

    @Test
    void aLimitReachesARoundThatRunsAndWhoWaitsByTheOldOne() {
        AtomicInteger looked = new AtomicInteger();
        StorageJob drain = jobs.ensure(StorageJob.Kind.DRAIN, null, null, Duration.ZERO, 1);
        process(
                1,
                job -> new Made(1_000_000, (blob, pace) -> {
                    Thread.sleep(1);
                    pace.passed(1 << 20);
                    looked.incrementAndGet();
                }));
        // Each of these waits for weeks.
        Await.until(() -> now(drain).bytes() == 8 << 20);
        jobs.limit(drain.id(), 0);
        Await.until(() -> looked.get() > 1000);
        jobs.limit(drain.id(), 1);
        Await.until(() -> {
            int before = looked.get();
            rest(SLICE.multipliedBy(10));
            return looked.get() == before;
        });
    }
}
