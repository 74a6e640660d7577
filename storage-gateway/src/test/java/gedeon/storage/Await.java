package gedeon.storage;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread brings about. */
public final class Await {
    /** No bound that anything is to keep: a machine may stand still for half a minute, and whoever failed once may wait for a minute. */
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
        while (true) {
            // Before it is asked: where the machine stands still meanwhile, it is asked once more.
            boolean over = System.nanoTime() > end;
            if (condition.getAsBoolean()) {
                return;
            }
            if (over) {
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
