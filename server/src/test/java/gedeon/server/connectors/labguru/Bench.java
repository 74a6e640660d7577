package gedeon.server.connectors.labguru;

import com.zaxxer.hikari.HikariDataSource;
import gedeon.metadata.Instruments;
import gedeon.metadata.Things;
import gedeon.metadata.catalogue.JdbcThings;
import gedeon.metadata.intake.Codes;
import gedeon.metadata.intake.JdbcAgentSettings;
import gedeon.metadata.intake.JdbcFinishRules;
import gedeon.metadata.intake.JdbcInstruments;
import gedeon.server.connectors.PublicAddresses;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Secrets;
import gedeon.storage.sql.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.impl.DefaultCamelContext;
import org.flywaydb.core.Flyway;
import org.springframework.util.unit.DataSize;

/** Connectors on a real database with Camel's real routes, without Spring. */
final class Bench implements AutoCloseable {
    static final int NOTEBOOK = 7;
    static final String TOKEN = "s3cr3t+t/k=n";

    final Sql sql;
    final Things things;
    final Instruments instruments;
    final Labguru labguru;
    final ActiveTokens tokens = new ActiveTokens();

    /** What time it is; tests move it, and servers that they play. */
    volatile Instant now = Instant.parse("2026-11-24T20:00:00Z");

    private final HikariDataSource pool = new HikariDataSource();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Guard guard;

    /** Longer than a busy machine keeps an answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    Bench(boolean allowPrivate) throws Exception {
        this(allowPrivate, PATIENCE);
    }

    /** @param patience for a whole answer */
    Bench(boolean allowPrivate, Duration patience) throws Exception {
        this(new LabguruSettings(
                allowPrivate,
                Duration.ofMinutes(15),
                Duration.ofHours(24),
                patience,
                DataSize.ofKilobytes(64),
                20,
                Duration.ofHours(2),
                2,
                Duration.ofMillis(10)));
    }

    Bench(LabguruSettings settings) throws Exception {
        GatewaySettings database = TestGateway.settings();
        pool.setJdbcUrl(database.jdbcUrl());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(6);
        Flyway.configure()
                .dataSource(pool)
                .schemas("catalogue")
                .locations("classpath:db/catalogue")
                .load()
                .migrate();
        LabguruConfiguration.migrate(pool);
        sql = new Sql(pool);
        things = new JdbcThings(sql);
        JdbcFinishRules rules = new JdbcFinishRules(sql);
        instruments =
                new JdbcInstruments(sql, new Codes(sql), rules, new JdbcAgentSettings(sql, rules, Clock.systemUTC()));
        PublicAddresses addresses = new PublicAddresses(settings.allowPrivate(), "gedeon.connectors.allow-private");
        guard = new Guard(settings.maxAnswer().toBytes(), settings.patience());
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        labguru = new Labguru(
                sql,
                new Connectors(sql, new Secrets(new byte[32])),
                things,
                instruments,
                new CamelPages(camel.createProducerTemplate()),
                tokens,
                addresses,
                settings,
                clock);
        camel.addRoutes(new LabguruRoutes(this::labguru, guard, tokens, addresses, settings));
        camel.start();
    }

    private Labguru labguru() {
        return labguru;
    }

    /** Makes the connector {@code lab} to {@code url}, in place of one to another server, and reads it. */
    Synced sync(String url) {
        sql.update("delete from connectors.labguru where name = 'lab' and url <> ?", url);
        labguru.create("lab", url, TOKEN, NOTEBOOK);
        return labguru.sync("lab");
    }

    String lastError() {
        return sql.one(row -> String.valueOf(row.getString(1)), "select last_error from connectors.labguru")
                .orElseThrow();
    }

    @Override
    public void close() {
        camel.stop();
        guard.close();
        pool.close();
    }
}
