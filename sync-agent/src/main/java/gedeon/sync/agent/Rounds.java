package gedeon.sync.agent;

import gedeon.sync.settle.Ticks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * When to look at what: at everything rarely, so that looking costs a small share of a core; at a folder as soon as something in it is due. Thread-safe.
 */
final class Rounds {
    /** Where not all is told, a look at everything takes at most one part in so many of the time; where something waits, one in so many. */
    private static final int UNSURE = 100;

    private static final int BUSY = 10;

    private static final Duration RAREST = Duration.ofMinutes(10);
    private static final Duration RAREST_UNSURE = Duration.ofMinutes(2);
    private static final Duration UNSURE_REST = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(250);

    /** A folder in which something changes all the time is not looked at more often. */
    private static final Duration BETWEEN_PARTS = Duration.ofSeconds(1);

    private final Ticks ticks;
    private final Map<Path, Long> due = new HashMap<>();
    private long allAt;
    private long notBefore;
    private long partAt;

    Rounds(Ticks ticks) {
        this.ticks = ticks;
        this.allAt = ticks.nanos();
        this.partAt = allAt;
        this.notBefore = allAt;
    }

    /** In this folder something is to be looked at after so long. */
    synchronized void due(Path folder, Duration after) {
        due.merge(folder, ticks.nanos() + after.toNanos(), Math::min);
    }

    /**
     * Everything was looked at.
     *
     * @param sure every change from now on will be told
     * @param more something waits for its turn
     * @param waiting something waits for time alone
     * @param shortest how soon a source wants to be looked at where nothing is told of it and something waits
     */
    synchronized void lookedAtAll(Duration took, boolean sure, boolean more, boolean waiting, Duration shortest) {
        boolean busy = more || waiting;
        Duration rest = longer(took.multipliedBy(busy ? BUSY : UNSURE), busy ? shortest : UNSURE_REST);
        Duration next = sure && !more ? RAREST : rest.compareTo(RAREST_UNSURE) > 0 ? RAREST_UNSURE : rest;
        long now = ticks.nanos();
        allAt = now + next.toNanos();
        notBefore = now + took.multipliedBy(BUSY).toNanos();
    }

    /** The next look is at everything, and soon, though never so that looking is all that is done. */
    synchronized void allSoon(Duration after) {
        long soon = Math.max(ticks.nanos() + after.toNanos(), notBefore);
        allAt = Math.min(allAt, soon);
    }

    synchronized boolean allDue() {
        return ticks.nanos() - allAt >= 0;
    }

    synchronized void lookedAtPart(Duration took) {
        Duration rest = longer(took.multipliedBy(BUSY), BETWEEN_PARTS);
        partAt = ticks.nanos() + rest.toNanos();
    }

    synchronized boolean partMayBegin() {
        return ticks.nanos() - partAt >= 0;
    }

    /** The folders that are due, which are not any more. */
    synchronized Set<Path> take() {
        long now = ticks.nanos();
        Set<Path> taken = new HashSet<>();
        due.entrySet().removeIf(one -> one.getValue() - now <= 0 && taken.add(one.getKey()));
        return taken;
    }

    /** How long nothing is due, if nothing is told meanwhile. */
    synchronized Duration rest() {
        long now = ticks.nanos();
        long next = allAt;
        for (long at : due.values()) {
            next = Math.min(next, Math.max(at, partAt));
        }
        Duration rest = Duration.ofNanos(Math.max(0, next - now));
        return longer(rest, SHORTEST);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
