package gedeon.journeys;

import gedeon.storage.GatewaySettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A PostgreSQL of a test's own, as durable as one is in use. */
public final class OwnDatabase implements AutoCloseable {
    private final EmbeddedPostgres postgres;

    private OwnDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** @param buffers its {@code shared_buffers} */
    public static OwnDatabase start(Path folder, String buffers) throws IOException {
        return new OwnDatabase(EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(3))
                .setDataDirectory(folder)
                // The server brings the same binaries: the resolver by names finds two.
                .setPgBinaryResolver((system, machine) -> Objects.requireNonNull(
                        EmbeddedPostgres.class.getResourceAsStream("/postgres-linux-x86_64.txz")))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", buffers)
                .start());
    }

    public GatewaySettings settings() {
        return GatewaySettings.of(
                postgres.getJdbcUrl("postgres", "postgres"),
                "postgres",
                "postgres",
                new byte[32],
                List.of("catalogue"));
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
