package gedeon.server.assembly;

import gedeon.storage.lifecycle.TieringSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What work in the background may take, as {@link TieringSettings} explains and checks it. */
@ConfigurationProperties("gedeon.storage.background")
record BackgroundSettings(@DefaultValue("0") long bandwidth) {
    BackgroundSettings {
        TieringSettings.DEFAULTS.withBandwidth(bandwidth);
    }

    TieringSettings settings() {
        return TieringSettings.DEFAULTS.withBandwidth(bandwidth);
    }
}
