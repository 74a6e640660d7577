package gedeon.storage.lifecycle.jobs;

import gedeon.storage.BlobId;
import gedeon.storage.Traffic;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on whichever job is due: stretch by stretch, each behind the last, until its round is over or somebody stops it. */
public final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final int STRETCH = 256;
    private static final int AT_ONCE = 8;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final StorageJobs jobs;
    private final Function<StorageJob, Round> rounds;
    private final Traffic traffic;
    private final Duration claimed;
    private volatile boolean stopping;

    public JobRunner(StorageJobs jobs, Function<StorageJob, Round> rounds, Traffic traffic, Duration claim) {
        this.jobs = jobs;
        this.rounds = rounds;
        this.traffic = traffic;
        this.claimed = claim;
    }

    /** Whoever works ends soon, and what he worked at is anybody's. */
    public void stop() {
        stopping = true;
    }

    /** Until nothing is due. */
    public void run() {
        Optional<StorageJobs.Claim> claim;
        while (!stopping && (claim = jobs.next()).isPresent()) {
            new Working(claim.get()).run();
        }
    }

    /** The claim was lost, or the job was paused or cancelled. */
    private static final class Stopped extends IOException {
        private static final long serialVersionUID = 1;
    }

    private final class Working {
        private final AtomicLong bytes = new AtomicLong();
        private StorageJobs.Claim claim;
        private long renewed = System.nanoTime();

        Working(StorageJobs.Claim claim) {
            this.claim = claim;
        }

        void run() {
            try (ExecutorService threads = Executors.newFixedThreadPool(
                            AT_ONCE, Thread.ofVirtual().factory());
                    Round round = rounds.apply(claim.job())) {
                walk(round, threads);
            } catch (Stopped e) {
                LOG.debug("job {} was stopped", claim.job().id());
            } catch (InterruptedException e) {
                jobs.waits(claim, Duration.ZERO, null);
            } catch (IOException | RuntimeException e) {
                LOG.warn("{} waits: {}", claim.job().kind(), e.getMessage());
                jobs.waits(claim, PAUSE, String.valueOf(e.getMessage()));
            }
        }

        private void walk(Round round, ExecutorService threads) throws IOException, InterruptedException {
            long limit = claim.job().bandwidth();
            Bandwidth bandwidth = new Bandwidth(limit > 0 ? limit : round.bytesPerSecond(), traffic);
            BlobId last = claim.job().after();
            if (last == null) {
                claim = jobs.begins(claim, round.blobs()).orElseThrow(Stopped::new);
                last = round.first();
            }
            while (true) {
                Round.Stretch stretch = round.after(last, STRETCH);
                if (stretch.last() == null) {
                    break;
                }
                did(stretch, looked(round, stretch.looks(), bandwidth, threads));
                last = stretch.last();
                if (stopping || Thread.interrupted()) {
                    throw new InterruptedException("this process is stopping");
                }
            }
            switch (round.ended(claim.job().failed())) {
                case Round.Next.Again again -> jobs.ended(claim, again.after());
                case Round.Next.Finished finished -> jobs.finished(claim);
            }
        }

        private record Failed(long count, String why) {}

        private Failed looked(Round round, List<Round.Look> looks, Bandwidth bandwidth, ExecutorService threads)
                throws IOException, InterruptedException {
            AtomicReference<Failed> failed = new AtomicReference<>(new Failed(0, ""));
            Pace pace = count -> passed(count, bandwidth);
            List<Future<?>> all = new ArrayList<>();
            for (Round.Look look : looks) {
                all.add(threads.submit(() -> {
                    try {
                        look.look(pace);
                    } catch (Stopped e) {
                        throw e;
                    } catch (IOException | RuntimeException e) {
                        if (e instanceof TierOffline && round.ofOneTier()) {
                            throw e;
                        }
                        String why = "blob " + look.blob() + ": " + e.getMessage();
                        failed.updateAndGet(before -> new Failed(before.count() + 1, why));
                    }
                    return null;
                }));
            }
            try {
                for (Future<?> one : all) {
                    await(one);
                }
            } finally {
                all.forEach(one -> one.cancel(true));
            }
            return failed.get();
        }

        /** Also what passes no bytes for a long time keeps the claim. */
        private void await(Future<?> look) throws IOException, InterruptedException {
            while (true) {
                try {
                    look.get(claimed.toNanos() / 5, TimeUnit.NANOSECONDS);
                    return;
                } catch (TimeoutException e) {
                    renew();
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof IOException failed) {
                        throw failed;
                    }
                    if (e.getCause() instanceof InterruptedException interrupted) {
                        throw interrupted;
                    }
                    throw new IOException(e.getCause());
                }
            }
        }

        private void passed(int count, Bandwidth bandwidth) throws IOException, InterruptedException {
            if (stopping) {
                throw new InterruptedException("this process is stopping");
            }
            bytes.addAndGet(count);
            bandwidth.used(count);
            renew();
        }

        private synchronized void renew() throws IOException {
            if (System.nanoTime() - renewed > claimed.toNanos() / 5) {
                renewed = System.nanoTime();
                claim = jobs.did(claim, new StorageJobs.Step(null, 0, bytes.getAndSet(0), 0, null))
                        .orElseThrow(Stopped::new);
            }
        }

        private synchronized void did(Round.Stretch stretch, Failed failed) throws IOException {
            renewed = System.nanoTime();
            claim = jobs.did(
                            claim,
                            new StorageJobs.Step(
                                    stretch.last(),
                                    stretch.passed(),
                                    bytes.getAndSet(0),
                                    failed.count(),
                                    failed.count() == 0 ? null : failed.why()))
                    .orElseThrow(Stopped::new);
        }
    }
}
