package gedeon.storage.lifecycle.jobs;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Works on whichever job is due, the one that has waited longest first, in so many places.
 *
 * <p>A job that has had its slice gives way as soon as another one is due for which no place is free. It gives its place up at once and ends where it is: what it
 * looks at then is looked at to its end, and nothing else is begun. Then its row is due behind all that wait, for whichever process. So who waits has a place
 * after at most a slice for each that is due before him, however long the rounds and the blobs are that others are at; and as each takes up where it was, and
 * looks at one blob at least, every round ends. What is at work at the same time is bounded by the places and, while they end, by those that gave theirs up.
 */
public final class JobRunner implements AutoCloseable {
    private final StorageJobs jobs;
    private final Function<StorageJob, Round> rounds;
    private final Bandwidth bandwidth;
    private final Duration claim;
    private final Duration slice;
    private final int places;
    private final Set<Working> working = ConcurrentHashMap.newKeySet();
    private final Set<Working> placed = new HashSet<>();
    private volatile boolean stopping;

    /**
     * @param bandwidth that all jobs share
     * @param claim how long a job is its process's, unless it says so again
     * @param slice how long a job keeps its place where another one is due and finds none
     * @param places how many threads call {@link #run}
     */
    public JobRunner(
            StorageJobs jobs,
            Function<StorageJob, Round> rounds,
            Bandwidth bandwidth,
            Duration claim,
            Duration slice,
            int places) {
        this.jobs = jobs;
        this.rounds = rounds;
        this.bandwidth = bandwidth;
        this.claim = claim;
        this.slice = slice;
        this.places = places;
    }

    /** Whoever works ends soon, and what he worked at is anybody's. */
    public void stop() {
        stopping = true;
    }

    boolean stopping() {
        return stopping;
    }

    /** Until nothing is due. */
    public void run() {
        Optional<Working> work;
        while (!stopping && (work = next()).isPresent()) {
            try {
                work.get().awaitPlace();
            } catch (InterruptedException e) {
                work.get().interrupt();
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized Optional<Working> next() {
        // Those that gave way and have not ended yet read as well.
        if (working.size() >= 2 * places) {
            return Optional.empty();
        }
        Optional<Working> next =
                jobs.next().map(claimed -> new Working(this, jobs, claimed, rounds, bandwidth.share(0), claim, slice));
        next.ifPresent(work -> {
            working.add(work);
            placed.add(work);
            work.start();
        });
        return next;
    }

    /** Whether one that has had its slice is to go on without a place, and to end soon. No more are than there are others that find no place. */
    synchronized boolean givesWay(Working work) {
        return !stopping && placed.contains(work) && jobs.due() > places - placed.size() && placed.remove(work);
    }

    synchronized void ended(Working work) {
        working.remove(work);
        placed.remove(work);
    }

    /** Ends what is at work still, also without a place. */
    @Override
    public void close() {
        stop();
        working.forEach(Working::close);
    }
}
