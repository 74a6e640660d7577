package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.sync.ManualTicks;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GiveBackTests {
    private final ManualTicks ticks = new ManualTicks();
    private int collected;
    private final GiveBack giveBack = new GiveBack(ticks, () -> collected++);

    @Test
    void memoryIsGivenBackOnceAfterEachStretchOfWork() {
        giveBack.after(0, true);
        assertThat(collected).isEqualTo(1);
        giveBack.after(3, false);
        assertThat(collected).isEqualTo(1);
        ticks.pass(Duration.ofMinutes(2));
        giveBack.after(3, true);
        giveBack.after(3, true);
        assertThat(collected).isEqualTo(2);
    }

    @Test
    void manySmallFilesGiveItBackOnceAMinuteAndNeverForGood() {
        giveBack.after(0, true);
        for (int i = 1; i <= 59; i++) {
            ticks.pass(Duration.ofSeconds(1));
            giveBack.after(i, true);
        }
        assertThat(collected).isEqualTo(1);
        ticks.pass(Duration.ofSeconds(1));
        giveBack.after(59, true);
        assertThat(collected).isEqualTo(2);
    }
}
