package gedeon.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.lifecycle.TieringSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BackgroundSettingsTests {
    private static TieringSettings of(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("gedeon.storage.background", BackgroundSettings.class)
                .settings();
    }

    @Test
    void withoutASettingNothingIsLimited() {
        assertThat(of(Map.of())).isEqualTo(TieringSettings.DEFAULTS);
    }

    @Test
    void bytesASecondAreSet() {
        assertThat(of(Map.of("gedeon.storage.background.bandwidth", "50000000")))
                .isEqualTo(TieringSettings.DEFAULTS.withBandwidth(50_000_000));
    }

    @Test
    void aLimitBelowNothingIsRefusedByItsName() {
        assertThatThrownBy(() -> of(Map.of("gedeon.storage.background.bandwidth", "-1")))
                .rootCause()
                .hasMessageContaining("gedeon.storage.background.bandwidth");
    }
}
