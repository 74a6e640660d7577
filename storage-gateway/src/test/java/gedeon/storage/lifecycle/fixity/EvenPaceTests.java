package gedeon.storage.lifecycle.fixity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How fast a round reads, by how far it is. */
class EvenPaceTests {
    private static final Duration PERIOD = Duration.ofDays(90);
    private static final long ALL = 75L * 86_400 * (10 << 20);

    @Test
    void aRoundThatIsInTimeGoesOnEvenly() {
        EvenPace pace = new EvenPace(ALL, PERIOD);
        assertThat(pace.bytesPerSecond(0, Duration.ZERO)).isEqualTo(10 << 20);
        assertThat(pace.bytesPerSecond(ALL / 5, Duration.ofDays(15))).isEqualTo(10 << 20);
        assertThat(pace.bytesPerSecond(ALL / 2, Duration.ofDays(15)))
                .as("what is ahead slows nothing")
                .isEqualTo(10 << 20);
    }

    @Test
    void aRoundThatStoodStillReadsFasterUntilItIsInTimeAgain() {
        EvenPace pace = new EvenPace(ALL, PERIOD);
        assertThat(pace.bytesPerSecond(ALL / 5, Duration.ofDays(15).plusHours(5)))
                .isBetween(14L << 20, 15L << 20);
        assertThat(pace.bytesPerSecond(0, Duration.ofDays(400)))
                .as("at the most")
                .isEqualTo(160 << 20);
    }

    /** The others have its place for nine tenths of each hour. */
    @Test
    void aRoundThatWorksForATenthOfItsTimeEndsInItsPeriod() {
        EvenPace pace = new EvenPace(ALL, PERIOD);
        long read = 0;
        Duration gone = Duration.ZERO;
        while (read < ALL) {
            read += pace.bytesPerSecond(read, gone) * 360;
            gone = gone.plusHours(1);
        }
        assertThat(gone).isLessThan(PERIOD);
    }

    @Test
    void littleIsReadNoSlowerThanAMebibyteASecond() {
        assertThat(new EvenPace(0, PERIOD).bytesPerSecond(0, Duration.ZERO)).isEqualTo(1 << 20);
    }
}
