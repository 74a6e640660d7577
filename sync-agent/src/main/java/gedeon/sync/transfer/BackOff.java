package gedeon.sync.transfer;

import gedeon.sync.settle.Ticks;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** For each thing in trouble its own delay: 1 s, doubled at each failure, an hour at most, on the monotonic clock. Thread-safe. */
public final class BackOff {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Ticks ticks;
    private final Map<String, Delay> delays = new ConcurrentHashMap<>();

    private record Delay(long since, Duration length) {}

    public BackOff(Ticks ticks) {
        this.ticks = ticks;
    }

    public boolean mayTry(String thing) {
        Delay delay = delays.get(thing);
        return delay == null || ticks.nanos() - delay.since() >= delay.length().toNanos();
    }

    public void failed(String thing) {
        delays.compute(thing, (name, before) -> {
            Duration next =
                    before == null ? Duration.ofSeconds(1) : before.length().multipliedBy(2);
            return new Delay(ticks.nanos(), next.compareTo(LONGEST) > 0 ? LONGEST : next);
        });
    }

    /** Not before this long, whatever happened before. */
    public void pause(String thing, Duration length) {
        delays.put(thing, new Delay(ticks.nanos(), length));
    }

    /** Whatever is in trouble may be tried at once. */
    public void forget() {
        delays.clear();
    }

    public void succeeded(String thing) {
        delays.remove(thing);
    }
}
