package gedeon.storage.lifecycle.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Traffic;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long work waits for its limit, on a clock that a test moves. */
class BandwidthTests {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong();

    private Bandwidth bandwidth(long bytesPerSecond) {
        return new Bandwidth(bytesPerSecond, new Traffic(), clock::get);
    }

    private void later(double seconds) {
        clock.addAndGet((long) (seconds * SECOND));
    }

    @Test
    void aLimitIsKeptByAllWhoWaitTogether() {
        Bandwidth bandwidth = bandwidth(1000);
        double one = bandwidth.uses(1000);
        double two = bandwidth.uses(1000);
        assertThat(bandwidth.pause(one, 0)).isEqualTo(SECOND);
        assertThat(bandwidth.pause(two, 0)).isEqualTo(2 * SECOND);
        later(1);
        assertThat(bandwidth.pause(one, 0)).isZero();
        assertThat(bandwidth.pause(two, 0)).isEqualTo(SECOND);
    }

    @Test
    void whatWasNotUsedDoesNotAddUp() {
        Bandwidth bandwidth = bandwidth(1000);
        later(3600);
        assertThat(bandwidth.pause(bandwidth.uses(1000), 0)).isEqualTo(SECOND * 9 / 10);
    }

    @Test
    void whoWaitsGoesOnByALimitThatWasChanged() {
        Bandwidth bandwidth = bandwidth(1000);
        double waiting = bandwidth.uses(10_000);
        later(2);
        bandwidth.limit(4000);
        assertThat(bandwidth.pause(waiting, 0)).isEqualTo(2 * SECOND);
        later(1);
        bandwidth.limit(400);
        assertThat(bandwidth.pause(waiting, 0)).isEqualTo(10 * SECOND);
        bandwidth.limit(0);
        assertThat(bandwidth.pause(waiting, 0)).isZero();
    }

    @Test
    void sharesKeepToTheLimitOfAllTogetherAndEachToItsOwn() throws Exception {
        Bandwidth whole = new Bandwidth(1_000_000, new Traffic());
        Bandwidth one = whole.share(0);
        Bandwidth slow = whole.share(100_000);
        long began = System.nanoTime();
        one.used(200_000);
        whole.share(0).used(200_000);
        whole.usedForPeople(200_000);
        assertThat(System.nanoTime() - began).isGreaterThan(SECOND * 45 / 100);
        began = System.nanoTime();
        slow.used(40_000);
        assertThat(System.nanoTime() - began).isGreaterThan(SECOND * 25 / 100);
    }

    @Test
    void withoutALimitNothingWaits() {
        Bandwidth bandwidth = bandwidth(0);
        assertThat(bandwidth.pause(bandwidth.uses(Integer.MAX_VALUE), 0)).isZero();
        bandwidth.limit(1000);
        assertThat(bandwidth.pause(bandwidth.uses(1000), 0))
                .as("what was used before is paid for")
                .isEqualTo(SECOND);
    }
}
