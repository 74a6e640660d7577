package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.sync.ManualTicks;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundsTests {
    private static final Path HERE = Path.of("/here");

    private final ManualTicks ticks = new ManualTicks();
    private final Rounds rounds = new Rounds(ticks);

    @Test
    void whereEveryChangeIsToldAllIsLookedAtRarely() {
        assertThat(rounds.allDue()).isTrue();
        rounds.lookedAtAll(Duration.ofMillis(300), true, false, true, Duration.ofSeconds(1));
        assertThat(rounds.rest()).isEqualTo(Duration.ofMinutes(10));
        ticks.pass(Duration.ofMinutes(10));
        assertThat(rounds.allDue()).isTrue();
    }

    @Test
    void whereNotALookAtAllTakesAHundredthOfTheTimeAndATenthWhereSomethingWaits() {
        rounds.lookedAtAll(Duration.ofMillis(300), false, false, false, Duration.ofSeconds(1));
        assertThat(rounds.rest()).isEqualTo(Duration.ofSeconds(30));
        rounds.lookedAtAll(Duration.ofMillis(300), false, false, true, Duration.ofSeconds(1));
        assertThat(rounds.rest()).isEqualTo(Duration.ofSeconds(3));
        rounds.lookedAtAll(Duration.ofSeconds(5), false, false, false, Duration.ofSeconds(1));
        assertThat(rounds.rest()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aFolderIsLookedAtWhenItsFirstThingIsDue() {
        rounds.lookedAtAll(Duration.ofMillis(1), true, false, false, Duration.ofSeconds(1));
        rounds.due(HERE, Duration.ofSeconds(5));
        rounds.due(HERE, Duration.ofSeconds(3));
        rounds.due(HERE, Duration.ofSeconds(9));
        assertThat(rounds.rest()).isEqualTo(Duration.ofSeconds(3));
        assertThat(rounds.take()).isEmpty();
        ticks.pass(Duration.ofSeconds(3));
        assertThat(rounds.take()).containsExactly(HERE);
        assertThat(rounds.take()).isEmpty();
        assertThat(rounds.rest()).isGreaterThan(Duration.ofMinutes(9));
    }

    /** Whatever happens in a folder, and however often more happens than can be told. */
    @Test
    void lookingIsNeverAllThatIsDone() {
        rounds.lookedAtAll(Duration.ofSeconds(4), true, false, false, Duration.ofSeconds(1));
        rounds.allSoon(Duration.ZERO);
        assertThat(rounds.rest()).isEqualTo(Duration.ofSeconds(40));

        rounds.lookedAtPart(Duration.ofMillis(700));
        assertThat(rounds.partMayBegin()).isFalse();
        rounds.due(HERE, Duration.ZERO);
        assertThat(rounds.rest()).isEqualTo(Duration.ofSeconds(7));
        ticks.pass(Duration.ofSeconds(7));
        assertThat(rounds.partMayBegin()).isTrue();
    }
}
