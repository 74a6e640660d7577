package gedeon.server.assembly;

import gedeon.storage.quota.QuotaSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The institution's rules of room, as {@link QuotaSettings} explains and checks them. */
@ConfigurationProperties("gedeon.storage.quota")
record RoomSettings(
        @DefaultValue("80") int warnAtPercent,
        @DefaultValue("90") int alarmAtPercent,
        @Nullable Integer overallocation) {
    RoomSettings {
        new QuotaSettings(warnAtPercent, alarmAtPercent, overallocation);
    }

    QuotaSettings settings() {
        return new QuotaSettings(warnAtPercent, alarmAtPercent, overallocation);
    }
}
