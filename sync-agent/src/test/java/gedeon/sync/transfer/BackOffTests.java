package gedeon.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.sync.ManualTicks;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTests {
    @Test
    void eachThingWaitsForItselfTwiceAsLongEachTimeAndAnHourAtMost() {
        ManualTicks ticks = new ManualTicks();
        BackOff backOff = new BackOff(ticks);
        backOff.failed("a");
        backOff.failed("a");

        ticks.pass(Duration.ofMillis(1999));
        assertThat(backOff.mayTry("a")).isFalse();
        assertThat(backOff.mayTry("b")).isTrue();
        ticks.pass(Duration.ofMillis(1));
        assertThat(backOff.mayTry("a")).isTrue();

        for (int i = 0; i < 40; i++) {
            backOff.failed("a");
        }
        ticks.pass(Duration.ofHours(1));
        assertThat(backOff.mayTry("a")).isTrue();
    }
}
