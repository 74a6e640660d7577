package gedeon.sync.agent;

import gedeon.sync.settle.Ticks;
import java.time.Duration;

/**
 * Gives memory back to the computer once what was sent is done with: the collector that costs least has no reason of its own to look while nothing happens, and what an
 * upload needed would stay taken from the instrument's software for days. At most once a minute. For one thread.
 */
final class GiveBack {
    private static final Duration RAREST = Duration.ofMinutes(1);

    private final Ticks ticks;
    private final Runnable collect;
    private long given = -1;
    private long at;

    GiveBack(Ticks ticks, Runnable collect) {
        this.ticks = ticks;
        this.collect = collect;
    }

    /** After a look: how much was sent since the start, and whether nothing is under way now. */
    void after(long sent, boolean idle) {
        if (!idle || sent == given || given >= 0 && ticks.nanos() - at < RAREST.toNanos()) {
            return;
        }
        given = sent;
        at = ticks.nanos();
        collect.run();
    }
}
