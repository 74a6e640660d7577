package gedeon.storage.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BellTests {
    private final Bell bell = new Bell();

    @Test
    void whereNothingRangForAWhileTheDatabaseIsAskedSeldom() {
        long now = System.nanoTime();
        assertThat(bell.pause(now)).isEqualTo(Duration.ofMillis(500));
        assertThat(bell.pause(now + TimeUnit.SECONDS.toNanos(11))).isEqualTo(Duration.ofSeconds(5));
    }

    /** Each pause is half a second where nobody rings: so many in a row are told apart from none, also where the machine stands still for a while. */
    @Test
    void aRingEndsThePause() throws Exception {
        long began = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            bell.ring();
            bell.await();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(45));
    }
}
