package gedeon.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import gedeon.kernel.Release;
import gedeon.storage.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.postgresql.ds.PGSimpleDataSource;

/** The database of storage: its connections, its tables, and whether it keeps what it acknowledges. */
final class StorageDatabase {
    private static final String SCHEMA = "storage";
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private static final Set<MigrationState> FUTURE =
            Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    /**
     * What requests ask for is read in the order of an index, so that a page costs its rows. Left to itself the planner reads all that lies behind a page's first key, and
     * sorts it, where rows of one bucket lie far apart (PostgreSQL 18, sections 19.7.1 and 19.7.2).
     */
    private static final String IN_ORDER = " -c enable_bitmapscan=off -c random_page_cost=1.1";

    private StorageDatabase() {}

    static HikariDataSource pool(GatewaySettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setSchema(SCHEMA);
        config.setMaximumPoolSize(settings.connections());
        config.setPoolName(SCHEMA);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        settings.database().properties().forEach(config::addDataSourceProperty);
        config.addDataSourceProperty("options", settings.database().properties().get("options") + IN_ORDER);
        config.setValidationTimeout(Math.clamp(settings.database().answer().toMillis() / 12, 250, 5_000));
        return new HikariDataSource(config);
    }

    /** A connection for each statement: for what begins before there is a pool. */
    static Sql single(GatewaySettings settings) {
        return sql(source(settings, settings.database().properties()));
    }

    /** As {@link #single}, for what reads whole tables. */
    static Sql unhurried(GatewaySettings settings) {
        return sql(source(settings, settings.database().unhurriedProperties()));
    }

    private static Sql sql(PGSimpleDataSource source) {
        source.setCurrentSchema(SCHEMA);
        return new Sql(source);
    }

    /**
     * However long it takes: a table that is written anew is not cut. Where tables are to change, nobody works on them: whoever lives on the database keeps it from
     * that, the lease of a dead one is waited for.
     *
     * @throws IllegalStateException where another process lives, naming it
     */
    static void migrate(GatewaySettings settings) {
        Flyway flyway = flyway(settings);
        if (flyway.info().pending().length > 0) {
            TableChange.alone(single(settings), () -> flyway.migrate());
        }
    }

    /**
     * Opens what works on the tables as they are; no other process changes them until it has said that it lives.
     *
     * @throws IllegalStateException where they are of an older or a newer release
     */
    static <T> T asItIs(GatewaySettings settings, Supplier<T> opening) {
        return TableChange.none(single(settings), () -> {
            MigrationInfoService info = flyway(settings).info();
            MigrationInfo now = info.current();
            if (now == null || info.pending().length > 0) {
                throw new IllegalStateException(
                        "the tables of this database are older than this release (" + Release.VERSION
                                + "): start the complete server of this release first, it brings them up to date");
            }
            if (Stream.of(info.all()).anyMatch(one -> FUTURE.contains(one.getState()))) {
                throw new IllegalStateException("the tables of this database are of a newer release than this one ("
                        + Release.VERSION + "): install the release of the complete server here");
            }
            return opening.get();
        });
    }

    static Flyway flyway(GatewaySettings settings) {
        return Flyway.configure()
                .dataSource(source(settings, settings.database().unhurriedProperties()))
                .schemas(SCHEMA)
                .locations("classpath:db/storage")
                .load();
    }

    private static PGSimpleDataSource source(GatewaySettings settings, Map<String, String> properties) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        properties.forEach((name, value) -> {
            try {
                source.setProperty(name, value);
            } catch (SQLException e) {
                throw new IllegalStateException("the driver knows no " + name, e);
            }
        });
        source.setUrl(settings.jdbcUrl());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        return source;
    }

    /** @throws IllegalStateException where it does not sync, naming the setting */
    static void requireDurable(Sql sql) {
        for (String setting : DURABLE) {
            String value = sql.one(row -> row.getString(1), "show " + setting).orElse("unknown");
            if (!value.equals("on")) {
                throw new IllegalStateException("PostgreSQL has " + setting + " = " + value
                        + "; Gédéon serves only with fsync, synchronous_commit and full_page_writes on");
            }
        }
    }
}
