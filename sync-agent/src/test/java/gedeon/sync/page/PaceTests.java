package gedeon.sync.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTests {
    private static final long SECOND = 1_000_000_000L;
    private long nanos = Long.MAX_VALUE - 10 * SECOND;

    @Test
    void whatWasSentCountsForAMinute() {
        Pace pace = new Pace(() -> nanos);
        pace.sent(60_000);
        assertThat(pace.perSecond()).isEqualTo(1000);
        nanos += 30 * SECOND;
        pace.sent(120_000);
        assertThat(pace.perSecond()).isEqualTo(3000);
        nanos += 30 * SECOND;
        assertThat(pace.perSecond()).isEqualTo(2000);
        nanos += 3600 * SECOND;
        assertThat(pace.perSecond()).isZero();
    }
}
