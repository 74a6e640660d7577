package gedeon.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gedeon.client.GedeonClient;
import gedeon.storage.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * {@code gedeon up} as a process, killed with its work half done and started again on what it left, its database still running.
 * {@code -Dgedeon.server.kills=} for more kills than one: at random moments by {@code -Dgedeon.seed=}, some with the database, some while it starts.
 */
class KilledServerTests {
    private static final int KILLS = Integer.getInteger("gedeon.server.kills", 1);
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path CLI = ROOT.resolve("cli/target/gedeon-cli.jar");
    private static final Path SERVER = ROOT.resolve("server/target/gedeon-server.jar");
    private static final String BUCKET = "killed";
    private static final int CLIENTS = 3;
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    /** How many of the keys of earlier rounds are looked at after each start; all are at the end. */
    private static final int LOOKED_AT = 30;

    private final long seed = Long.getLong("gedeon.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<String> keys = new ArrayList<>();
    private final Map<String, Collection<String>> possible = new HashMap<>();

    @TempDir
    Path folder;

    private Map<String, String> credentials = Map.of();
    private long acknowledged;
    private Process running;

    /** After a failure; a database that is left alone by its server is nobody's child. */
    @AfterEach
    void endWhatRuns() throws IOException {
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
        Path left = folder.resolve("home/database/postmaster.pid");
        if (Files.exists(left)) {
            ProcessHandle.of(Long.parseLong(Files.readAllLines(left).getFirst().strip()))
                    .filter(process -> process.info()
                            .commandLine()
                            .filter(line -> line.contains(folder.toString()))
                            .isPresent())
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    void whatWasAcknowledgedIsThereAndNothingIsLeftBehind() throws Exception {
        assumeTrue(Files.exists(CLI) && Files.exists(SERVER), "the jars are built by mvn verify, not by mvn test");
        up();
        try (S3Client s3 = client()) {
            s3.createBucket(b -> b.bucket(BUCKET));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            // The first is always of the server alone, while it serves.
            boolean whileItStarts = kill > 0 && random.nextInt(5) == 0;
            if (whileItStarts) {
                stop();
                start();
                Thread.sleep(random.nextInt(6000));
            }
            List<Load> loads = whileItStarts ? List.of() : loads(kill);
            if (!whileItStarts) {
                awaitOneAcknowledged(loads);
                Thread.sleep(300 + random.nextInt(2500));
            }
            killServer(kill > 0 && random.nextInt(3) == 0);
            for (Load load : loads) {
                took(load);
            }
            Path left = Files.createDirectories(folder.resolve("home/tmp/of-the-killed"))
                    .resolve("file");
            Files.createFile(left);
            up();
            assertThat(left.getParent()).doesNotExist();
            check(some(loads));
        }
        assertThat(acknowledged).as("seed %s", seed).isPositive();
        check(keys);
        List<ProcessHandle> family = running.descendants().toList();
        stop();
        Await.until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(Files.exists(folder.resolve("home/database/postmaster.pid"))).isFalse();
        System.out.println("server kills=" + KILLS + " acknowledged=" + acknowledged + " keys=" + keys.size()
                + " lost=0 drift=0 seed=" + seed);
    }

    private List<Load> loads(int round) {
        List<Load> loads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            loads.add(Load.start(client(), BUCKET, "r" + round + "c" + i + "/", seed));
        }
        return loads;
    }

    /** A client's first request takes long on a busy machine; killed before it, nothing would be asked of the next start. */
    private void awaitOneAcknowledged(List<Load> loads) {
        Await.until(
                () -> loads.stream()
                        .anyMatch(load ->
                                load.acknowledged() > 0 || load.trouble().isPresent()),
                LONGEST_START);
    }

    private void took(Load load) throws InterruptedException {
        load.join();
        assertThat(load.trouble()).as("before the kill, seed %s", seed).isEmpty();
        acknowledged += load.acknowledged();
        keys.addAll(load.possible().keySet());
        possible.putAll(load.possible());
    }

    private List<String> some(List<Load> loads) {
        List<String> some = new ArrayList<>();
        loads.forEach(load -> some.addAll(load.possible().keySet()));
        for (int i = 0; i < Math.min(LOOKED_AT, keys.size()); i++) {
            some.add(keys.get(random.nextInt(keys.size())));
        }
        return some;
    }

    private void check(List<String> which) {
        try (S3Client s3 = client()) {
            for (String key : which) {
                assertThat(Load.nameOf(s3, BUCKET, key, seed, possible.get(key)))
                        .as("%s is one of %s, seed %s", key, possible.get(key), seed)
                        .isPresent();
            }
        }
        assertThat(rest().verifyQuota().drift()).as("seed %s", seed).isEmpty();
    }

    private void start() throws IOException {
        Path output = folder.resolve("output.txt");
        Files.deleteIfExists(output);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        CLI.toString(),
                        "up",
                        "--home",
                        folder.resolve("home").toString(),
                        "--port",
                        "0",
                        "--s3-port",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("GEDEON_SERVER_JAR", SERVER.toString(), "LC_ALL", "C"));
        running = builder.start();
    }

    private void up() throws IOException, InterruptedException {
        start();
        Path output = folder.resolve("output.txt");
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() < end
                && running.isAlive()
                && !Files.readString(output).contains("ready: pages")) {
            Thread.sleep(200);
        }
        assertThat(Files.readString(output)).as("seed %s", seed).contains("ready: pages");
        credentials = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("home/credentials.env"))) {
            int at = line.indexOf('=');
            if (at > 0) {
                credentials.put(line.substring(0, at), line.substring(at + 1));
            }
        }
    }

    private void stop() throws InterruptedException {
        running.destroy();
        assertThat(running.waitFor(3, TimeUnit.MINUTES)).isTrue();
    }

    private GedeonClient rest() {
        return new GedeonClient(URI.create(credentials.get("GEDEON_URL")), credentials.get("GEDEON_TOKEN"));
    }

    private S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create(credentials.get("GEDEON_S3_URL")))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .overrideConfiguration(b -> b.retryStrategy(r -> r.maxAttempts(1)))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        credentials.get("GEDEON_ACCESS_KEY"), credentials.get("GEDEON_SECRET_KEY"))))
                .build();
    }

    /** The server; its database is nobody's child any more and goes on, unless it is killed as well. */
    private void killServer(boolean withItsDatabase) throws IOException, InterruptedException {
        List<ProcessHandle> family = running.descendants().toList();
        running.children().forEach(ProcessHandle::destroyForcibly);
        if (withItsDatabase) {
            family.forEach(ProcessHandle::destroyForcibly);
        }
        if (running.children().findAny().isEmpty() && family.isEmpty()) {
            // It had not come so far yet.
            running.destroyForcibly();
        }
        assertThat(running.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(running.exitValue()).isNotZero();
    }
}
