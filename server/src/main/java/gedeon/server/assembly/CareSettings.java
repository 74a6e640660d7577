package gedeon.server.assembly;

import gedeon.storage.disposal.DisposalSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** With how much care content is disposed of, as {@link DisposalSettings} explains and checks it. */
@ConfigurationProperties("gedeon.disposal")
record CareSettings(
        @DefaultValue("30d") Duration wasteWithin,
        @DefaultValue("7d") Duration waiting,
        @DefaultValue("7d") Duration grace) {
    CareSettings {
        new DisposalSettings(wasteWithin, waiting, grace, DisposalSettings.DEFAULTS.pause());
    }

    DisposalSettings settings() {
        return new DisposalSettings(wasteWithin, waiting, grace, DisposalSettings.DEFAULTS.pause());
    }
}
