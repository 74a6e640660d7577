package gedeon.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A PostgreSQL server of its own instead of the embedded one; skipped where Docker does not run. */
@Testcontainers(disabledWithoutDocker = true)
class PostgresServerTests {
    @Container
    private static final PostgreSQLContainer SERVER = new PostgreSQLContainer("postgres:17");

    @TempDir
    Path folder;

    @Test
    void whatIsPutIsThereAfterTheGatewayWasOpenedAgain() throws Exception {
        GatewaySettings settings = GatewaySettings.of(
                SERVER.getJdbcUrl(), SERVER.getUsername(), SERVER.getPassword(), new byte[32], List.of("catalogue"));
        PosixTier.create(folder);
        StoredVersion stored;
        try (Gateway gateway = open(settings)) {
            int notebook = TestGateway.notebook(gateway, "n", 1000).id();
            Bucket bucket = gateway.store().createBucket(notebook, "data", true);
            stored = gateway.store().put(TestGateway.aPut(bucket, "k", new byte[900]));
        }
        try (Gateway gateway = open(settings);
                InputStream in = gateway.store().read(stored, 0, 900)) {
            assertThat(in.readAllBytes()).hasSize(900);
            int notebook = gateway.notebooks().notebook("n").orElseThrow().id();
            assertThat(gateway.quotas()
                            .quota(new Scope.OfNotebook(notebook))
                            .used()
                            .value())
                    .isEqualTo(900);
            assertThat(gateway.quotas().verify()).isEmpty();
        }
    }

    private Gateway open(GatewaySettings settings) throws Exception {
        PosixTier tier = PosixTier.open(folder, PosixSettings.DEFAULTS, Clock.systemUTC());
        return Gateway.open(settings, tier, tier.uuid(), Clock.systemUTC());
    }
}
