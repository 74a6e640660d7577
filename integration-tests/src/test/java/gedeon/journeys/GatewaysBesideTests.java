package gedeon.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gedeon.client.GedeonClient;
import gedeon.client.wire.ProcessBody;
import gedeon.storage.Await;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** {@code gedeon up} and two {@code gedeon gateway} as processes on a database from outside. */
class GatewaysBesideTests {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path CLI = ROOT.resolve("cli/target/gedeon-cli.jar");
    private static final Path SERVER = ROOT.resolve("server/target/gedeon-server.jar");
    private static final String BUCKET = "shared";
    private static final byte[] PART = new byte[5 << 20];
    private static final Pattern READY =
            Pattern.compile("gateway ready: S3 (\\S+) · watched at (\\S+) · home \\S+ · beside \\S+");

    @TempDir
    Path folder;

    private EmbeddedPostgres database;
    private final List<Process> running = new ArrayList<>();

    @BeforeEach
    void startTheDatabase() throws IOException {
        database = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(3))
                // The server brings the same binaries: the resolver by names finds two.
                .setPgBinaryResolver((system, machine) -> Objects.requireNonNull(
                        EmbeddedPostgres.class.getResourceAsStream("/postgres-linux-x86_64.txz")))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
    }

    @AfterEach
    void endWhatRuns() throws IOException {
        List<ProcessHandle> all = running.stream()
                .flatMap(one -> Stream.concat(one.descendants(), Stream.of(one.toHandle())))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        // One that is not gone yet may write into the folder that is taken away now.
        all.forEach(
                one -> one.onExit().completeOnTimeout(one, 60, TimeUnit.SECONDS).join());
        database.close();
    }

    private record Beside(Process process, URI s3, URI watch) {}

    @Test
    @Timeout(900)
    void gatewaysServeBesideTheServerAndWithoutIt() throws Exception {
        assumeTrue(Files.exists(CLI) && Files.exists(SERVER), "the jars are built by mvn verify, not by mvn test");
        Process server = up();
        Beside one = gateway("one");
        Beside two = gateway("two");
        for (String home : List.of("server", "one")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(home))))
                    .isEqualTo("rwx------");
        }
        Map<String, String> credentials = credentials();
        GedeonClient rest =
                new GedeonClient(URI.create(credentials.get("GEDEON_URL")), credentials.get("GEDEON_TOKEN"));
        assertThat(rest.processes().items())
                .extracting(ProcessBody::role)
                .containsExactly("complete", "gateway", "gateway");
        assertThat(rest.processes().items())
                .extracting(ProcessBody::serves)
                .contains(one.s3().toString(), two.s3().toString());
        try (S3Client first = client(one.s3());
                S3Client second = client(two.s3());
                S3Client complete = client(URI.create(credentials.get("GEDEON_S3_URL")))) {
            first.createBucket(b -> b.bucket(BUCKET));
            put(first, "by-one");
            assertThat(get(second, "by-one")).isEqualTo("by-one");
            assertThat(get(complete, "by-one")).isEqualTo("by-one");
            partsThroughAllThree(first, second, complete);

            server.children().forEach(ProcessHandle::destroyForcibly);
            assertThat(server.waitFor(2, TimeUnit.MINUTES)).isTrue();
            put(first, "without-the-server");
            assertThat(get(second, "without-the-server")).isEqualTo("without-the-server");
            // Whether it is ready is asked anew each time, and on a busy machine not always answered in time.
            Await.until(() -> ask(one, "/actuator/health").contains("UP"));
            Await.until(() -> ask(one, "/actuator/prometheus").contains("gedeon_gateway_ready 1.0"));
            assertThat(ask(one, "/actuator/prometheus")).contains("jvm_memory_used_bytes");
        }
        assertThat(start("gateway", "again", "--home", home("one"), "--server-home", home("server"), "--s3-port", "0")
                        .waitFor())
                .isEqualTo(3);
        up();
        GedeonClient again = new GedeonClient(
                URI.create(credentials().get("GEDEON_URL")), credentials().get("GEDEON_TOKEN"));
        for (Beside beside : List.of(one, two)) {
            beside.process().destroy();
            assertThat(beside.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(beside.process().exitValue()).isZero();
        }
        assertThat(again.verifyQuota().drift()).isEmpty();
        assertThat(again.processes().items()).extracting(ProcessBody::role).doesNotContain("gateway");
        try (S3Client complete = client(URI.create(credentials().get("GEDEON_S3_URL")))) {
            assertThat(get(complete, "without-the-server")).isEqualTo("without-the-server");
            assertThat(get(complete, "parts")).hasSize(2 * PART.length);
        }
    }

    private static void partsThroughAllThree(S3Client first, S3Client second, S3Client complete) {
        String upload =
                first.createMultipartUpload(b -> b.bucket(BUCKET).key("parts")).uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (S3Client s3 : List.of(second, complete)) {
            int number = parts.size() + 1;
            String etag = s3.uploadPart(
                            b -> b.bucket(BUCKET).key("parts").uploadId(upload).partNumber(number),
                            RequestBody.fromBytes(PART))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        }
        second.completeMultipartUpload(
                b -> b.bucket(BUCKET).key("parts").uploadId(upload).multipartUpload(m -> m.parts(parts)));
    }

    private static void put(S3Client s3, String key) {
        s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(key));
    }

    private static String get(S3Client s3, String key) {
        return new String(
                s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asByteArray(), StandardCharsets.ISO_8859_1);
    }

    private static String ask(Beside beside, String path) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(beside.watch().resolve(path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String home(String name) {
        return folder.resolve(name).toString();
    }

    private Process up() throws IOException, InterruptedException {
        Process process = start("up", "server", "--home", home("server"), "--port", "0", "--s3-port", "0");
        awaitLine(process, "server", Pattern.compile("ready: pages"));
        return process;
    }

    private Beside gateway(String name) throws IOException, InterruptedException {
        Process process = start(
                "gateway",
                name,
                "--home",
                home(name),
                "--server-home",
                home("server"),
                "--s3-port",
                "0",
                "--watch-port",
                "0");
        Matcher line = awaitLine(process, name, READY);
        return new Beside(process, URI.create(line.group(1)), URI.create(line.group(2)));
    }

    private Process start(String command, String name, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", CLI.toString(), command));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".txt").toFile());
        builder.environment()
                .putAll(Map.of(
                        "GEDEON_SERVER_JAR",
                        SERVER.toString(),
                        "LC_ALL",
                        "C.UTF-8",
                        "GEDEON_DATABASE_URL",
                        database.getJdbcUrl("postgres", "postgres"),
                        "GEDEON_DATABASE_USER",
                        "postgres"));
        Process process = builder.start();
        running.add(process);
        return process;
    }

    private Matcher awaitLine(Process process, String name, Pattern wanted) throws IOException, InterruptedException {
        Path output = folder.resolve(name + ".txt");
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (true) {
            Matcher found = wanted.matcher(Files.readString(output));
            if (found.find()) {
                return found;
            }
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("%s says %s", name, Files.readString(output))
                    .isTrue();
            Thread.sleep(100);
        }
    }

    private Map<String, String> credentials() throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("server/credentials.env"))) {
            int at = line.indexOf('=');
            if (at > 0) {
                values.put(line.substring(0, at), line.substring(at + 1));
            }
        }
        return values;
    }

    private S3Client client(URI where) throws IOException {
        Map<String, String> credentials = credentials();
        return S3Client.builder()
                .endpointOverride(where)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        credentials.get("GEDEON_ACCESS_KEY"), credentials.get("GEDEON_SECRET_KEY"))))
                .build();
    }
}
