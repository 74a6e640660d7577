package gedeon.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnhurriedTests {
    private static final DatabaseSettings QUICK = new DatabaseSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofHours(1));

    private static final String LONG = "select pg_sleep(4)";

    private HikariDataSource pool;
    private Sql sql;

    @BeforeEach
    void open() {
        GatewaySettings settings = TestGateway.settings();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(1);
        QUICK.properties().forEach(config::addDataSourceProperty);
        pool = new HikariDataSource(config);
        sql = new Sql(pool, QUICK.longest());
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void whatMayTakeLongIsNotCutWhereAnOrdinaryStatementIs() {
        assertThatThrownBy(() -> sql.list(row -> true, LONG))
                .isInstanceOfSatisfying(
                        Sql.Failed.class, e -> assertThat(e.unreachable()).isTrue());
        assertThat(sql.unhurried().list(row -> true, LONG)).hasSize(1);
        assertThat(sql.unhurried()
                        .<Boolean>inTransaction(
                                c -> Sql.list(c, row -> true, LONG).getFirst()))
                .isTrue();
    }

    @Test
    void itsConnectionGoesBackAsItWas() throws Exception {
        String before =
                sql.one(row -> row.getString(1), "show statement_timeout").orElseThrow();
        int waits;
        try (Connection c = pool.getConnection()) {
            waits = c.getNetworkTimeout();
        }
        sql.unhurried().list(row -> true, "select 1");
        try (Connection left = sql.unhurried().connection()) {
            left.setAutoCommit(false);
            Sql.list(left, row -> true, "select 1");
        }
        assertThat(sql.one(row -> row.getString(1), "show statement_timeout").orElseThrow())
                .isEqualTo(before)
                .isEqualTo("2500ms");
        try (Connection c = pool.getConnection()) {
            assertThat(c.getNetworkTimeout()).isEqualTo(waits).isEqualTo(3000);
            assertThat(c.getAutoCommit()).isTrue();
        }
    }

    @Test
    void waitingForALockEnds() throws Exception {
        try (Connection other = java.sql.DriverManager.getConnection(pool.getJdbcUrl(), "postgres", "postgres")) {
            Sql.list(other, row -> true, "select pg_advisory_lock(77)");
            assertThatThrownBy(() -> sql.list(row -> true, "select pg_advisory_lock(77)"))
                    .isInstanceOfSatisfying(
                            Sql.Failed.class, e -> assertThat(e.state()).isEqualTo("55P03"));
        }
    }

    @Test
    void settingsThatCannotHoldAreRefusedByName() {
        assertThatThrownBy(() -> new DatabaseSettings(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        Duration.ofHours(1)))
                .hasMessageContaining("gedeon.database.lock");
        assertThatThrownBy(() -> new DatabaseSettings(
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofHours(1)))
                .hasMessageContaining("gedeon.database.connect");
    }
}
