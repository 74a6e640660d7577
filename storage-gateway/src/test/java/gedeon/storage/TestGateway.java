package gedeon.storage;

import gedeon.kernel.ByteCount;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.memory.MemoryTier;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A gateway on a real PostgreSQL that is shared by the tests of a JVM, each with a database of its own. */
public final class TestGateway {
    private static final java.util.Set<String> used = new java.util.HashSet<>();

    /** Nobody is refused for a machine that stands still for half a minute. */
    private static final LeaseSettings LASTING = new LeaseSettings(
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            LeaseSettings.DEFAULTS.idle(),
            LeaseSettings.DEFAULTS.slice());

    private static EmbeddedPostgres postgres;
    private static boolean templateMade;

    private TestGateway() {}

    public static synchronized EmbeddedPostgres postgres() {
        if (postgres == null) {
            try {
                EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(3))
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "200");
                MemoryFolders.own().map(Path::toFile).ifPresent(builder::setDataDirectory);
                postgres = builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return postgres;
    }

    /** A fresh database, copied from a migrated one. Those of earlier tests go away: thousands of files would slow the server's stop. */
    public static synchronized GatewaySettings settings() {
        if (!templateMade) {
            sql("create database template_gedeon");
            StorageDatabase.migrate(settingsOf("template_gedeon"));
            templateMade = true;
        }
        for (String name : java.util.List.copyOf(used)) {
            if (sql("drop database " + name)) {
                used.remove(name);
            }
        }
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        create(name, "template_gedeon");
        used.add(name);
        return settingsOf(name);
    }

    /** A database with the tables of an earlier release, up to that migration. */
    public static synchronized GatewaySettings earlier(String migration) {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        sql("create database " + name);
        used.add(name);
        GatewaySettings settings = settingsOf(name);
        Flyway.configure()
                .configuration(StorageDatabase.flyway(settings).getConfiguration())
                .target(migration)
                .load()
                .migrate();
        return settings;
    }

    /** Another database, as that one is now; nobody is connected to it. */
    public static synchronized GatewaySettings copy(GatewaySettings of) {
        String from = of.jdbcUrl().replaceAll(".*/(t[0-9a-f]{32}).*", "$1");
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        create(name, from);
        used.add(name);
        return settingsOf(name);
    }

    /** The server waits for some seconds until nobody is connected to the one that is copied; who closed his connection may take longer to go. */
    private static void create(String name, String from) {
        Await.until(
                () -> sql("create database " + name + " template " + from),
                Duration.ofMinutes(1),
                () -> "no copy could be made of " + from);
    }

    /** Its tables, beside the gateway. */
    public static Sql database(GatewaySettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.jdbcUrl());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setCurrentSchema("storage");
        return new Sql(source);
    }

    private static boolean sql(String statement) {
        try (var c = postgres().getPostgresDatabase().getConnection();
                var act = c.createStatement()) {
            act.execute(statement);
            return true;
        } catch (java.sql.SQLException e) {
            return false;
        }
    }

    private static GatewaySettings settingsOf(String name) {
        GatewaySettings settings = GatewaySettings.of(
                postgres().getJdbcUrl("postgres", name), "postgres", "postgres", new byte[32], List.of("catalogue"));
        // Each minute would come in the middle of a test where the machine is slow: whoever wants it calls it, or says
        // how often.
        return settings.withGarbage(settings.grace(), Duration.ofHours(1)).withLease(LASTING);
    }

    public static Gateway open() {
        return open(settings(), new MemoryTier());
    }

    public static Gateway open(GatewaySettings settings, Tier tier) {
        return open(settings, tier, new MemoryKeys());
    }

    public static Gateway open(GatewaySettings settings, Tier tier, KeyProvider keys) {
        return Gateway.open(settings, tier, new UUID(0, 1), keys, Clock.systemUTC());
    }

    /** A unit (named once) and a notebook with a limit. */
    public static Notebooks.NotebookRow notebook(Gateway gateway, String name, long limit) {
        if (gateway.notebooks().unit("lab").isEmpty()) {
            gateway.notebooks().createUnit("lab", null, null);
        }
        return gateway.notebooks()
                .createNotebook(name, "lab", new ByteCount(limit), Notebooks.NotebookKind.RESEARCH_GROUP);
    }

    public static ObjectStore.Put aPut(Bucket bucket, String key, byte[] body) {
        return new ObjectStore.Put(
                bucket,
                ObjectKey.of(key),
                new ByteArrayInputStream(body),
                body.length,
                Attributes.NONE,
                Set.of(),
                List::of,
                ObjectStore.Conditions.NONE);
    }
}
