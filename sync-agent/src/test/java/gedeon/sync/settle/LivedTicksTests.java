package gedeon.sync.settle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LivedTicksTests {
    private final AtomicLong machine = new AtomicLong(1_000_000_000_000L);
    private final LivedTicks ticks = new LivedTicks(machine::get);

    private void passes(Duration time) {
        machine.addAndGet(time.toNanos());
    }

    @Test
    void timePassesAsItIsLived() {
        long began = ticks.nanos();
        for (int i = 0; i < 50; i++) {
            passes(Duration.ofMillis(200));
            ticks.beat();
        }
        assertThat(Duration.ofNanos(ticks.nanos() - began)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void anHourInWhichTheMachineStoodStillIsNoHour() {
        long began = ticks.nanos();
        passes(Duration.ofHours(1));
        assertThat(ticks.nanos() - began).isEqualTo(LivedTicks.MOST_NANOS);
        ticks.beat();
        assertThat(ticks.nanos() - began).isEqualTo(LivedTicks.MOST_NANOS);
        passes(Duration.ofMillis(100));
        assertThat(ticks.nanos() - began)
                .isEqualTo(LivedTicks.MOST_NANOS + Duration.ofMillis(100).toNanos());
    }

    @Test
    void itLivesByItself() throws InterruptedException {
        try (LivedTicks own = LivedTicks.start()) {
            long began = own.nanos();
            long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (own.nanos() - began < 3 * LivedTicks.MOST_NANOS && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            assertThat(own.nanos() - began).isGreaterThanOrEqualTo(3 * LivedTicks.MOST_NANOS);
        }
    }
}
