package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTests {
    private final AtomicLong nanos = new AtomicLong();
    private final Pace pace = new Pace(nanos::get);

    private void after(long seconds, long bytes) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        pace.came(bytes);
    }

    @Test
    void aSlowLineIsWaitedFor() {
        for (int i = 0; i < 1000; i++) {
            after(10, 10_000);
        }
    }

    @Test
    void aPauseWithinAStretchIsForgiven() {
        after(1, 100_000);
        after(40, 1);
        after(1, 100_000);
    }

    @Test
    void aByteNowAndThenIsNot() {
        after(1, 1 << 20);
        after(30, 1);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        after(10, 1);
                    }
                })
                .isInstanceOf(S3Error.class)
                .hasMessageContaining("bytes a second");
    }

    @Test
    void timeInWhichTheClockStandsStillIsNotCounted() {
        Pace answer = new Pace(nanos::get, Pace.Limit.OF_ANSWERS);
        for (int i = 0; i < 1000; i++) {
            assertThat(answer.keeps(1)).isTrue();
        }
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));
        assertThat(answer.keeps(1)).isFalse();
    }
}
