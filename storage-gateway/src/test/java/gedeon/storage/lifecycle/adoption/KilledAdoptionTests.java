package gedeon.storage.lifecycle.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.TieringSettings;
import gedeon.storage.objects.Bucket;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it adopts leaves whole stretches; another goes on behind them. {@code -Dgedeon.adoption.files=} takes a larger folder, and the rate is
 * written to standard output; {@code -Dgedeon.adoption.kill=false} lets the first process end.
 */
class KilledAdoptionTests {
    private static final int FILES = Integer.getInteger("gedeon.adoption.files", 6_000);
    private static final boolean KILL = !"false".equals(System.getProperty("gedeon.adoption.kill"));
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** So quick that what a killed process had claimed is taken up after ten seconds. */
    private static final TieringSettings QUICK = new TieringSettings(
            2,
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            0.3,
            Duration.ofDays(1));

    private static final LeaseSettings LEASE = new LeaseSettings(
            Duration.ofSeconds(12), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(1), 64 << 20);

    @TempDir
    private Path temporary;

    /** @param args JDBC URL, folder of the tier */
    public static void main(String[] args) throws Exception {
        Gateway gateway = open(args[0], Path.of(args[1]));
        System.out.println("ready");
        Thread.sleep(LONGEST);
        gateway.close();
    }

    private static Gateway open(String url, Path root) throws Exception {
        PosixTier tier = PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC());
        GatewaySettings settings = GatewaySettings.of(url, "postgres", "postgres", new byte[32], List.of("catalogue"))
                .withTiering(QUICK)
                .withLease(LEASE);
        return Gateway.open(settings, tier, tier.uuid(), Clock.systemUTC());
    }

    @Test
    void anAdoptionThatIsKilledIsGoneOnWithByAnother() throws Exception {
        Path root = temporary.toRealPath().resolve("house");
        UUID uuid = PosixTier.create(root);
        assertThat(uuid).isNotNull();
        Path share = temporary.toRealPath().resolve("share");
        for (int i = 0; i < FILES; i++) {
            Path file =
                    share.resolve("d" + i / 1000 % 50).resolve("e" + i / 1000).resolve("file-" + i);
            if (i % 1000 == 0) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, "content of " + i);
        }
        String url = TestGateway.settings().jdbcUrl();
        short tier;
        int notebook;
        long room = FILES * 200L;
        try (Gateway gateway = open(url, root)) {
            notebook = TestGateway.notebook(gateway, "n", room).id();
            long counting = System.nanoTime();
            // Begun where nobody works at it, so that the process that is killed does.
            gateway.tiering().close();
            Adoption begun =
                    gateway.adoptions().begin(new Adoptions.Asked(share, notebook, "n", null, "", List.of()), 0, null);
            told("counted", FILES, counting);
            tier = begun.tier();
        }
        long walking = System.nanoTime();
        if (KILL) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledAdoptionTests.class.getName(),
                            url,
                            root.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "killed-adoption.log").toFile())
                    .start();
            try (Rows rows = new Rows(url)) {
                Await.until(() -> rows.number("select done_files from storage.adoption") >= FILES / 3, LONGEST);
            } finally {
                process.toHandle().destroyForcibly();
                process.waitFor();
            }
        }
        try (Gateway gateway = open(url, root)) {
            Await.until(() -> adoption(gateway, tier).walked(), LONGEST);
            told("walked", FILES, walking);
            Await.until(() -> adoption(gateway, tier).ended() != null, LONGEST);
            told("walked and hashed", FILES, walking);
            Adoption done = adoption(gateway, tier);
            assertThat(done.taken()).isEqualTo(FILES);
            assertThat(done.hashed()).isEqualTo(FILES);
            assertThat(done.leftOut()).isEmpty();
            Bucket bucket = gateway.store().bucket(done.bucket()).orElseThrow();
            for (int i = 0; i < FILES; i += Math.max(1, FILES / 3000)) {
                ObjectKey key = ObjectKey.of("d" + i / 1000 % 50 + "/e" + i / 1000 + "/file-" + i);
                StoredVersion version =
                        gateway.store().find(bucket, key, null, false).orElseThrow();
                try (InputStream in =
                        gateway.store().read(version, 0, version.size().value())) {
                    assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                            .isEqualTo("content of " + i);
                }
            }
            assertThat(gateway.quotas().verify()).isEmpty();
            long comparing = System.nanoTime();
            TierRow row = gateway.adoptions().of(share).orElseThrow();
            gateway.adoptions().again(row, false, 0, null);
            Await.until(
                    () -> {
                        gateway.adoptions().ensureJobs();
                        return adoption(gateway, tier).ended() != null;
                    },
                    LONGEST);
            told("compared", FILES, comparing);
            assertThat(adoption(gateway, tier).differs()).isFalse();
        }
    }

    private static Adoption adoption(Gateway gateway, short tier) {
        return gateway.adoptions().find(tier).orElseThrow();
    }

    private static void told(String what, int files, long since) {
        double seconds = (System.nanoTime() - since) / 1e9;
        System.out.printf("%s %d files in %.1f s: %.0f a second%n", what, files, seconds, files / seconds);
    }

    /** Looks without a gateway, which would join in the work. */
    private static final class Rows implements AutoCloseable {
        private final java.sql.Connection connection;

        Rows(String url) throws java.sql.SQLException {
            this.connection = java.sql.DriverManager.getConnection(url, "postgres", "postgres");
        }

        long number(String query) {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(query)) {
                return row.next() ? row.getLong(1) : 0;
            } catch (java.sql.SQLException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() throws java.sql.SQLException {
            connection.close();
        }
    }
}
