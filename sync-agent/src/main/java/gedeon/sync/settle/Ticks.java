package gedeon.sync.settle;

/** The agent's own clock: nanoseconds that only ever go on, whatever anybody does to the time of day. */
@FunctionalInterface
public interface Ticks {
    Ticks SYSTEM = System::nanoTime;

    long nanos();
}
