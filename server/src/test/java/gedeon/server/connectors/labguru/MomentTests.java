package gedeon.server.connectors.labguru;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as Labguru writes them. */
class MomentTests {
    @ParameterizedTest
    @CsvSource({
        "2026-05-01T10:00:00.000+02:00, 2026-05-01T08:00:00Z",
        "2026-05-01T10:00:00.123456789123Z, 2026-05-01T10:00:00.123456789Z",
        "2026-05-01T10:00Z, 2026-05-01T10:00:00Z",
        "2026-05-01 10:00:00 UTC, 2026-05-01T10:00:00Z",
        "2026-05-01 10:00:00 +0200, 2026-05-01T08:00:00Z",
        "2026-05-01T10:00:00-05, 2026-05-01T15:00:00Z",
        "2026-05-01T10:00:00, 2026-05-01T22:00:00Z",
        "2026-05-01 10:00:00.5, 2026-05-01T22:00:00.5Z",
        "2026-05-01, 2026-05-02T12:00:00Z",
        "2026-5-1, 2026-05-02T12:00:00Z",
        "12/31/2025, 2026-01-01T12:00:00Z",
        "12/31/2025 14:05, 2026-01-01T02:05:00Z",
        "12/31/2025 2:05 PM, 2026-01-01T02:05:00Z",
        "12/31/2025 12:00 am, 2025-12-31T12:00:00Z",
        "12/31/2025 14:05:06 UTC, 2025-12-31T14:05:06Z",
    })
    void everyFormIsReadAndWhatIsOpenIsTakenAsLate(String text, Instant at) {
        assertThat(Moment.read(text)).hasValue(at);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "31/12/2025",
                "2026-02-30",
                "2026-02-29T10:00:00Z",
                "2026-05-01T25:00:00Z",
                "2026-05-01T10:00:00+99:00",
                "2026-05-01 13:00 PM",
                "2026-05-01T10:00:00Z and more",
                "1714550400",
                "999999999-01-01",
                "0000-00-00 00:00:00"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(Moment.read(text)).isEmpty();
    }

    @Test
    void aPauseIsSecondsOrADate() {
        Instant now = Instant.parse("2026-05-01T10:00:00Z");
        assertThat(RetryAfter.read("120", now)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.read("Fri, 01 May 2026 10:00:30 GMT", now)).isEqualTo(Duration.ofSeconds(30));
        assertThat(RetryAfter.read("Fri, 01 May 2026 09:00:00 GMT", now)).isZero();
        assertThat(RetryAfter.read("-5", now)).isZero();
        assertThat(RetryAfter.read("soon", now)).isZero();
        assertThat(RetryAfter.read(null, now)).isZero();
    }
}
