package gedeon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrafficTests {
    private static final long MILLI = 1_000_000;
    private final AtomicLong now = new AtomicLong();
    private final Traffic traffic = new Traffic(now::get);

    @Test
    void nobodyGivesWayToNobody() {
        assertThat(traffic.rest(10 * MILLI)).isZero();
    }

    @Test
    void workGoesOnAtATenthOfTheTimeWhileClientsAreServed() {
        traffic.begins();
        now.addAndGet(3600_000 * MILLI);
        assertThat(traffic.rest(10 * MILLI)).isEqualTo(90 * MILLI);
        assertThat(traffic.rest(3600_000 * MILLI)).as("it never stands still").isEqualTo(5000 * MILLI);
    }

    @Test
    void aQuarterOfASecondAfterTheLastOneItIsQuiet() {
        traffic.begins();
        traffic.ends();
        assertThat(traffic.busy()).isTrue();
        now.addAndGet(250 * MILLI);
        assertThat(traffic.busy()).isFalse();
        assertThat(traffic.rest(10 * MILLI)).isZero();
    }
}
