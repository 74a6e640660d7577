package gedeon.cli.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Waits until something is so, asking a few times a second. */
final class Await {
    private static final long PAUSE_MILLIS = 150;

    private Await() {}

    /** The first answer that is present within {@code patience}. */
    static <T> Optional<T> answer(Duration patience, Callable<Optional<T>> question) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        Optional<T> answer = question.call();
        while (answer.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(PAUSE_MILLIS);
            answer = question.call();
        }
        return answer;
    }

    /** True as soon as {@code question} is, false if it was not within {@code patience}. */
    static boolean until(Duration patience, Callable<Boolean> question) throws Exception {
        return answer(patience, () -> question.call() ? Optional.of(true) : Optional.<Boolean>empty())
                .isPresent();
    }
}
