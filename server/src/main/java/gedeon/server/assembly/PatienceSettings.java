package gedeon.server.assembly;

import gedeon.storage.sql.DatabaseSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

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

    /**
     * Has the application's own connections (the catalogue's, the plans') wait as storage's do. What {@code spring.datasource.hikari.data-source-properties} says
     * itself comes first.
     */
    static void reach(ConfigurableEnvironment environment) {
        Map<String, Object> pool = new HashMap<>();
        Binder.get(environment)
                .bindOrCreate("gedeon.database", PatienceSettings.class)
                .settings()
                .properties()
                .forEach((name, value) -> pool.put("spring.datasource.hikari.data-source-properties." + name, value));
        environment.getPropertySources().addLast(new MapPropertySource("gedeon.database", pool));
    }

    DatabaseSettings settings() {
        return new DatabaseSettings(connect, answer, lock, idle, longest);
    }
}
