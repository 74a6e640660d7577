package gedeon.storage.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

    @Test
    void aRingEndsThePause() throws Exception {
        CompletableFuture<Boolean> woken = new CompletableFuture<>();
        bell.ring();
        Thread.ofVirtual().start(() -> {
            try {
                bell.await();
                woken.complete(true);
            } catch (InterruptedException e) {
                woken.completeExceptionally(e);
            }
        });
        assertThat(woken.get(400, TimeUnit.MILLISECONDS)).isTrue();
    }
}
