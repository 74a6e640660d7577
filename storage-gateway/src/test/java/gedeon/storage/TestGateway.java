package gedeon.storage;

import gedeon.kernel.ByteCount;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.memory.MemoryTier;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A gateway on a real PostgreSQL that is shared by the tests of a JVM, each with a database of its own. */
public final class TestGateway {
    private static EmbeddedPostgres postgres;

    private TestGateway() {}

    public static synchronized EmbeddedPostgres postgres() {
        if (postgres == null) {
            try {
                postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return postgres;
    }

    public static GatewaySettings settings() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (var c = postgres().getPostgresDatabase().getConnection();
                var create = c.createStatement()) {
            create.execute("create database " + name);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
        return GatewaySettings.of(
                postgres().getJdbcUrl("postgres", name), "postgres", "postgres", new byte[32], List.of("catalogue"));
    }

    public static Gateway open() {
        return open(settings(), new MemoryTier());
    }

    public static Gateway open(GatewaySettings settings, Tier tier) {
        return Gateway.open(settings, tier, new UUID(0, 1), Clock.systemUTC());
    }

    /** A unit (named once) and a notebook with a limit. */
    public static Notebooks.NotebookRow notebook(Gateway gateway, String name, long limit) {
        if (gateway.notebooks().unit("lab").isEmpty()) {
            gateway.notebooks().createUnit("lab", null, null);
        }
        return gateway.notebooks()
                .createNotebook(name, "lab", new ByteCount(limit), Notebooks.NotebookKind.RESEARCH_GROUP);
    }

    public static ObjectStore.Put aPut(ObjectStore.Bucket bucket, String key, byte[] body) {
        return new ObjectStore.Put(
                bucket,
                ObjectKey.of(key),
                new ByteArrayInputStream(body),
                body.length,
                Map.of(),
                Map.of(),
                Set.of(),
                List::of,
                ObjectStore.Conditions.NONE);
    }
}
