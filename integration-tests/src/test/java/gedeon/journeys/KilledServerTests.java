package gedeon.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gedeon.client.GedeonClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code gedeon up} as a process, killed with its work half done and started again on what it left, its database still running. */
class KilledServerTests {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path CLI = ROOT.resolve("cli/target/gedeon-cli.jar");
    private static final Path SERVER = ROOT.resolve("server/target/gedeon-server.jar");

    @TempDir
    Path folder;

    private Map<String, String> credentials = Map.of();

    @Test
    void whatWasAcknowledgedIsThereAndNothingIsLeftBehind() throws Exception {
        assumeTrue(Files.exists(CLI) && Files.exists(SERVER), "the jars are built by mvn verify, not by mvn test");
        Map<String, byte[]> acknowledged = new HashMap<>();
        Process first = up();
        try (S3Client s3 = client()) {
            s3.createBucket(b -> b.bucket("killed"));
            Thread killer = Thread.ofVirtual().start(() -> killServer(first));
            load(s3, acknowledged);
            killer.join();
        } finally {
            first.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isNotZero();
        Path left = Files.createDirectories(folder.resolve("home/tmp/of-the-killed"))
                .resolve("file");
        Files.createFile(left);
        Process second = up();
        assertThat(left.getParent()).doesNotExist();
        List<ProcessHandle> family = second.descendants().toList();
        try (S3Client s3 = client()) {
            for (var one : acknowledged.entrySet()) {
                assertThat(s3.getObjectAsBytes(b -> b.bucket("killed").key(one.getKey()))
                                .asByteArray())
                        .as(one.getKey())
                        .isEqualTo(one.getValue());
            }
            assertThat(rest().verifyQuota().drift()).isEmpty();
        } finally {
            second.destroy();
        }
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(family).noneMatch(ProcessHandle::isAlive);
        assertThat(Files.exists(folder.resolve("home/database/postmaster.pid"))).isFalse();
    }

    private Process up() throws IOException, InterruptedException {
        Path home = folder.resolve("home");
        Path output = folder.resolve("output.txt");
        Files.deleteIfExists(output);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        CLI.toString(),
                        "up",
                        "--home",
                        home.toString(),
                        "--port",
                        "0",
                        "--s3-port",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("GEDEON_SERVER_JAR", SERVER.toString(), "LC_ALL", "C"));
        Process process = builder.start();
        for (int i = 0;
                i < 600 && process.isAlive() && !Files.readString(output).contains("ready: pages");
                i++) {
            Thread.sleep(200);
        }
        assertThat(Files.readString(output)).contains("ready: pages");
        credentials = new HashMap<>();
        for (String line : Files.readAllLines(home.resolve("credentials.env"))) {
            int at = line.indexOf('=');
            if (at > 0) {
                credentials.put(line.substring(0, at), line.substring(at + 1));
            }
        }
        return process;
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

    private static void load(S3Client s3, Map<String, byte[]> acknowledged) {
        Random random = new Random(1);
        try {
            for (int i = 0; ; i++) {
                String key = "k" + i;
                byte[] body = new byte[random.nextInt(200_000)];
                random.nextBytes(body);
                s3.putObject(b -> b.bucket("killed").key(key), RequestBody.fromBytes(body));
                acknowledged.put(key, body);
            }
        } catch (SdkException killed) {
            assertThat(acknowledged).isNotEmpty();
        }
    }

    /** The server alone; its database is nobody's child any more and goes on. */
    private static void killServer(Process up) {
        try {
            Thread.sleep(1500);
        } catch (InterruptedException e) {
            return;
        }
        up.children().forEach(ProcessHandle::destroyForcibly);
    }
}
