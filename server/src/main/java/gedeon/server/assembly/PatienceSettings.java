package gedeon.server.assembly;

import gedeon.storage.sql.DatabaseSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How long the database is waited for, as {@link DatabaseSettings} explains and checks it. */
@ConfigurationProperties("gedeon.database")
record PatienceSettings(
        @DefaultValue("10s") Duration connect,
        @DefaultValue("60s") Duration answer,
        @DefaultValue("20s") Duration lock,
        @DefaultValue("30s") Duration idle,
        @DefaultValue("12h") Duration longest) {
    PatienceSettings {
        new DatabaseSettings(connect, answer, lock, idle, longest);
    }

    DatabaseSettings settings() {
        return new DatabaseSettings(connect, answer, lock, idle, longest);
    }
}
