package gedeon.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.sql.DatabaseSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** How long the database is waited for is set once, for all connections of the server. */
class PatienceSettingsTests {
    private static final String POOL = "spring.datasource.hikari.data-source-properties.";

    @Test
    void whatIsSetReachesTheApplicationsOwnConnections() {
        StandardEnvironment environment = with(Map.of("gedeon.database.answer", "42s", "gedeon.database.lock", "7s"));
        assertThat(environment.getProperty(POOL + "socketTimeout")).isEqualTo("42");
        assertThat(environment.getProperty(POOL + "options"))
                .contains("statement_timeout=35000")
                .contains("lock_timeout=7000");
    }

    @Test
    void withoutASettingTheUsualOnesHoldAndWhatThePoolIsToldItselfComesFirst() {
        StandardEnvironment environment = with(Map.of(POOL + "socketTimeout", "5"));
        assertThat(environment.getProperty(POOL + "options"))
                .isEqualTo(DatabaseSettings.DEFAULTS.properties().get("options"));
        assertThat(environment.getProperty(POOL + "socketTimeout")).isEqualTo("5");
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        assertThatThrownBy(() -> with(Map.of("gedeon.database.lock", "90s")))
                .rootCause()
                .hasMessageContaining("gedeon.database.lock < answer");
    }

    private static StandardEnvironment with(Map<String, Object> set) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("set", set));
        PatienceSettings.reach(environment);
        return environment;
    }
}
