package gedeon.sync.simulator;

import gedeon.sync.settle.Ticks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * A time of its own, the watched folder, and what writers have still to do there. Time passes when it is told to, and a little at each look at the clock; what
 * falls due on the way is done, so that writers come in the middle of scans and uploads, too.
 */
final class World implements Ticks {
    private static final Instant START = Instant.parse("2026-03-02T07:30:00Z");
    private static final long LOOK = 20_000;

    /** Below it writers keep what is not watched. */
    final Path elsewhere;

    final Path watched;
    final Oracle oracle;
    private final Random random;
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparingLong(Step::at).thenComparingLong(Step::number));
    private final Set<Path> open = new HashSet<>();
    private final Set<Path> locked = new HashSet<>();
    private final List<IOException> broken = new ArrayList<>();
    private long now;
    private long last;
    private long number;
    private Duration clockAhead = Duration.ZERO;

    interface Deed {
        void act() throws IOException;
    }

    private record Step(long at, long number, Deed deed) {}

    World(Path home, Random random) throws IOException {
        this.watched = Files.createDirectories(home.resolve("watched"));
        this.elsewhere = Files.createDirectories(home.resolve("elsewhere"));
        this.random = random;
        this.oracle = new Oracle(watched, this::now);
    }

    @Override
    public synchronized long nanos() {
        pass(random.nextInt(40) == 0 ? random.nextInt(300_000_000) : LOOK);
        return now;
    }

    /** Without a look at it. */
    synchronized long now() {
        return now;
    }

    synchronized Instant wall() {
        return START.plusNanos(now).plus(clockAhead);
    }

    /** Somebody sets the clock of the computer. */
    synchronized void setClock(Duration ahead) {
        clockAhead = ahead;
    }

    void pass(Duration time) {
        pass(time.toNanos());
    }

    private synchronized void pass(long nanos) {
        long until = now + nanos;
        for (Step next = steps.peek(); next != null && next.at() <= until; next = steps.peek()) {
            steps.poll();
            now = Math.max(now, next.at());
            try {
                next.deed().act();
            } catch (IOException e) {
                broken.add(e);
            }
        }
        now = Math.max(now, until);
    }

    synchronized void at(long when, Deed deed) {
        steps.add(new Step(when, number++, deed));
        last = Math.max(last, when);
    }

    /** When the last writer is done. */
    synchronized long last() {
        return last;
    }

    synchronized boolean over() {
        return steps.isEmpty();
    }

    synchronized void hold(Path file, boolean held) {
        boolean unused = held ? open.add(file) : open.remove(file);
    }

    synchronized boolean held(Path file) {
        return open.contains(file) || locked.contains(file);
    }

    synchronized void lock(Path file, boolean lock) {
        boolean unused = lock ? locked.add(file) : locked.remove(file);
    }

    synchronized boolean locked(Path file) {
        return locked.contains(file);
    }

    /** What a writer could not do: then the story was another one than meant. */
    synchronized List<IOException> broken() {
        return List.copyOf(broken);
    }
}
