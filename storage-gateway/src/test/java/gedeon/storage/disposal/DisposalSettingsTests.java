package gedeon.storage.disposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DisposalSettingsTests {
    @Test
    void thirtyDaysForWasteSevenToWaitAndSevenForTheBytes() {
        DisposalSettings settings = DisposalSettings.DEFAULTS;
        assertThat(settings.wasteWithin()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.waiting()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.grace()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void aTimeIsNotNegative() {
        assertThatThrownBy(() -> new DisposalSettings(
                        Duration.ofDays(30), Duration.ofDays(-1), Duration.ofDays(7), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-24H");
    }

    @Test
    void itIsLookedForAfterAPause() {
        assertThatThrownBy(() -> new DisposalSettings(
                        Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(7), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pause");
    }
}
