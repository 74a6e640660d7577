package gedeon.storage.disposal;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.ByteCount;
import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.disposal.DisposalRequest.State;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 while versions go: each goes once, with its tombstone, and what others end counts as what was begun. */
class KilledDisposalTests {
    private static final int VERSIONS = 3000;
    private static final int KILLS = Integer.getInteger("gedeon.kills.disposal", 5);

    @TempDir
    Path folder;

    @Test
    void aDisposalThatIsKilledAgainAndAgainIsDoneOnce() throws Exception {
        long seed = Long.getLong("gedeon.seed", System.nanoTime());
        Random random = new Random(seed);
        GatewaySettings settings =
                KilledDisposer.settings(TestGateway.settings().jdbcUrl());
        Sql sql = sql(settings);
        PosixTier.create(folder);
        long disposal;
        try (Gateway gateway = open(settings)) {
            disposal = approved(gateway);
        }
        for (int kill = 0; kill < KILLS; kill++) {
            kill(settings, random.nextInt(400));
            sql.update("update disposal set claimed_until = null");
        }
        try (Gateway gateway = open(settings)) {
            gateway.disposing().round();
            DisposalRequest done = gateway.disposing().requests().find(disposal).orElseThrow();
            assertThat(done.state()).as("seed %s", seed).isEqualTo(State.DONE);
            assertThat(done.disposed()).as("seed %s", seed).isEqualTo(VERSIONS);
            assertThat(sql.one(row -> row.getLong(1), "select count(*) from tombstone"))
                    .contains((long) VERSIONS);
            assertThat(sql.one(row -> row.getLong(1), "select count(*) from version"))
                    .contains(1L);
            int notebook = gateway.notebooks().notebook("n").orElseThrow().id();
            Await.until(() -> gateway.quotas()
                    .quota(new Scope.OfNotebook(notebook))
                    .reserved()
                    .equals(ByteCount.ZERO));
            assertThat(gateway.quotas().verify()).as("drift, seed %s", seed).isEmpty();
            assertThat(gateway.quotas().quota(new Scope.OfNotebook(notebook)).used())
                    .isEqualTo(new ByteCount(4));
        }
    }

    private static Sql sql(GatewaySettings settings) {
        return TestGateway.database(settings);
    }

    private Gateway open(GatewaySettings settings) throws Exception {
        PosixTier tier = PosixTier.open(folder, PosixSettings.DEFAULTS, Clock.systemUTC());
        // Of one that is not killed: where the machine stands still for a while it is refused nothing.
        return Gateway.open(settings.withLease(LeaseSettings.DEFAULTS), tier, tier.uuid(), Clock.systemUTC());
    }

    private static long approved(Gateway gateway) throws Exception {
        int notebook = TestGateway.notebook(gateway, "n", 1L << 30).id();
        Bucket bucket = gateway.store().createRawBucket(notebook, "raw");
        try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
            for (int i = 0; i < VERSIONS; i++) {
                int number = i;
                threads.submit(() ->
                        gateway.store().put(TestGateway.aPut(bucket, "run/" + number, new byte[10 + number % 7])));
            }
        }
        gateway.store().put(TestGateway.aPut(bucket, "stays", new byte[4]));
        long asker = gateway.notebooks().account("carl", Principal.Kind.PERSON).id();
        long owner = gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
        gateway.notebooks().grant(owner, Role.OWNER, new On.Notebook(notebook));
        DisposalRequest asked = gateway.disposing().requests().request(asker, bucket, Lab.below("run/"), "a test");
        assertThat(asked.versions()).isEqualTo(VERSIONS);
        gateway.disposing().requests().approve(asked.id(), owner, true, "");
        return asked.id();
    }

    private void kill(GatewaySettings settings, int afterMillis) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledDisposer.class.getName(),
                        settings.jdbcUrl(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            do {
                line = out.readLine();
            } while (line != null && !line.equals("ready"));
            assertThat(line).isEqualTo("ready");
            // A random moment of the work is the point of this test.
            Thread.sleep(afterMillis);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
