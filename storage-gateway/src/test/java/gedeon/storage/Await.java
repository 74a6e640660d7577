package gedeon.storage;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread brings about, however slow the machine: what never comes is told late, what comes late is no failure. */
public final class Await {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private Await() {}

    /** Asks again and again until it is so. */
    public static void until(BooleanSupplier condition) {
        until(condition, LONGEST);
    }

    public static void until(BooleanSupplier condition, Duration longest) {
        until(condition, longest, () -> "");
    }

    /** @param instead what is told where it is not so, looked at then */
    public static void until(BooleanSupplier condition, Duration longest, Supplier<String> instead) {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(("it was not so within " + longest + " " + instead.get()).strip());
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while it was awaited");
            }
        }
    }
}
