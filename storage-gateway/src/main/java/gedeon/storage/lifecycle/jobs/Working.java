package gedeon.storage.lifecycle.jobs;

import gedeon.storage.BlobId;
import gedeon.storage.objects.Pace;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job that is this process's: stretch by stretch, each behind the last, in a thread of its own, until its round is over, it gives way to others or somebody
 * stops it. Every second or two, whatever it is at, its row says how far it is and that it is claimed for longer, and it learns what was set there; what {@link Round#tell} keeps is
 * durable before that. So a kill costs the looks of a few seconds and no more, and nothing is passed by that was not looked at.
 */
final class Working {
    private static final Logger LOG = LoggerFactory.getLogger(Working.class);
    private static final int STRETCH = 256;
    private static final int AT_ONCE = 8;
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final long BEAT_MILLIS = 2000;
    private static final Duration TO_END_BY_ITSELF = Duration.ofSeconds(1);
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final JobRunner runner;
    private final StorageJobs jobs;
    private final Function<StorageJob, Round> rounds;
    private final Duration slice;
    private final long beat;
    private final long began = System.nanoTime();
    private final AtomicLong bytes = new AtomicLong();
    private final Bandwidth bandwidth;
    private final CountDownLatch place = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private StorageJobs.Claim claim;
    private ToLongFunction<StorageJob> pace = job -> 0;
    private Passed passed = Passed.nothing();
    private volatile boolean lost;
    private volatile boolean givingWay;
    private volatile boolean mayGiveWay;

    Working(
            JobRunner runner,
            StorageJobs jobs,
            StorageJobs.Claim claim,
            Function<StorageJob, Round> rounds,
            Bandwidth bandwidth,
            Duration claimed,
            Duration slice) {
        this.runner = runner;
        this.jobs = jobs;
        this.claim = claim;
        this.rounds = rounds;
        this.bandwidth = bandwidth;
        this.slice = slice;
        this.beat = Math.max(1, Math.min(BEAT_MILLIS, Math.min(claimed.toMillis() / 5, slice.toMillis())));
        this.thread = Thread.ofVirtual().name("job " + claim.job().id()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Until its place is another's: because it ended, or gives way. */
    void awaitPlace() throws InterruptedException {
        place.await();
    }

    void interrupt() {
        thread.interrupt();
    }

    void close() {
        try {
            if (!thread.join(TO_END_BY_ITSELF)) {
                thread.interrupt();
                thread.join(TO_END);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** The claim was lost, or the job was paused or cancelled. */
    private static final class Stopped extends IOException {
        private static final long serialVersionUID = 1;
    }

    private void run() {
        try {
            // Said last, when all that belongs to the round is closed: the next who opens it finds it free.
            Runnable last = work();
            // Who is stopping may say it all the same.
            Thread.interrupted();
            last.run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "how far job {} is could not be said; another goes on when its claim ends: {}",
                    job().id(),
                    e.getMessage());
        } finally {
            over.countDown();
            runner.ended(this);
            place.countDown();
        }
    }

    private synchronized StorageJob job() {
        return claim.job();
    }

    /** @return what is to be said of the job at the end */
    private Runnable work() {
        Thread.ofVirtual().name("job " + job().id() + " goes on").start(this::beat);
        try (Round round = rounds.apply(job());
                ExecutorService threads =
                        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            return walk(round, threads);
        } catch (Stopped e) {
            LOG.debug("job {} was stopped", job().id());
            return () -> {};
        } catch (InterruptedException e) {
            return () -> waits(Duration.ZERO, null);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} waits: {}", job().kind(), e.getMessage());
            return () -> waits(PAUSE, String.valueOf(e.getMessage()));
        }
    }

    private synchronized void waits(Duration pause, @Nullable String why) {
        jobs.waits(claim, pause, why);
    }

    private Runnable walk(Round round, ExecutorService threads) throws IOException, InterruptedException {
        Round.At last = at();
        if (last == null) {
            begins(round.blobs());
            last = new Round.At(null, round.first());
        }
        paced(round::bytesPerSecond);
        while (true) {
            Round.Stretch stretch = round.after(last, STRETCH);
            mayGiveWay = round.givesWay();
            Round.At end = stretch.at();
            if (end == null) {
                break;
            }
            look(round, stretch, threads);
            last = end;
            requireRunning();
            if (givingWay) {
                return () -> waits(Duration.ZERO, null);
            }
        }
        round.tell();
        Round.Next next = round.ended(job());
        return () -> ends(next);
    }

    /** Behind which it goes on; null before the first. */
    private synchronized Round.@Nullable At at() {
        BlobId after = claim.job().after();
        return after == null ? null : new Round.At(claim.pack(), after);
    }

    private synchronized void begins(long blobs) throws Stopped {
        claim = jobs.begins(claim, blobs).orElseThrow(Stopped::new);
    }

    private synchronized void ends(Round.Next next) {
        switch (next) {
            case Round.Next.Again again -> jobs.ended(claim, again.after(), again.ending());
            case Round.Next.Finished finished -> jobs.finished(claim);
        }
    }

    private void requireRunning() throws Stopped, InterruptedException {
        if (lost) {
            throw new Stopped();
        }
        if (runner.stopping() || Thread.interrupted()) {
            throw new InterruptedException("this process is stopping");
        }
    }

    private void look(Round round, Round.Stretch stretch, ExecutorService threads)
            throws IOException, InterruptedException {
        Passed looks = begin(round, stretch);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < stretch.looks().size(); i++) {
            int at = i;
            all.add(threads.submit(() -> {
                // One is looked at, whatever it took to open the round: it comes to its end.
                if (at == 0 || !givingWay) {
                    look(round, stretch.looks().get(at), at, looks, this::passed);
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
        tell();
    }

    private static void look(Round round, Round.Look look, int at, Passed looks, Pace pace)
            throws IOException, InterruptedException {
        try {
            look.look(pace);
            looks.done(at, null);
        } catch (Stopped e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (e instanceof TierOffline && round.ofOneTier()) {
                throw e;
            }
            looks.done(at, "blob " + look.blob() + ": " + e.getMessage());
        }
    }

    private void await(Future<?> look) throws IOException, InterruptedException {
        while (true) {
            try {
                look.get(beat, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                requireRunning();
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

    private void passed(int count) throws IOException, InterruptedException {
        requireRunning();
        bytes.addAndGet(count);
        bandwidth.used(count);
    }

    private synchronized void paced(ToLongFunction<StorageJob> other) {
        pace = other;
        pace();
    }

    /** As somebody set it by now, or as the round needs it to be in time. */
    private void pace() {
        long limit = claim.job().bandwidth();
        bandwidth.limit(limit > 0 ? limit : pace.applyAsLong(claim.job()));
    }

    private synchronized Passed begin(Round round, Round.Stretch stretch) {
        passed = new Passed(round::tell, stretch);
        return passed;
    }

    /** Says how far it is, and that it is ours for longer. */
    private synchronized void tell() throws Stopped {
        long read = bytes.get();
        claim = jobs.did(claim, passed.next(read)).orElseThrow(Stopped::new);
        bytes.addAndGet(-read);
        passed.told();
        pace();
    }

    private void beat() {
        try {
            while (!lost && !over.await(beat, TimeUnit.MILLISECONDS)) {
                goesOn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void goesOn() {
        try {
            tell();
            if (mayGiveWay && !givingWay && System.nanoTime() - began >= slice.toNanos() && runner.givesWay(this)) {
                givingWay = true;
                place.countDown();
            }
        } catch (Stopped e) {
            lost = true;
        } catch (RuntimeException e) {
            // Tried again; where it cannot be said for as long as the claim lasts, another may take the job, and this
            // one learns so.
            LOG.debug("how far job {} is could not be said: {}", job().id(), e.getMessage());
        }
    }
}
