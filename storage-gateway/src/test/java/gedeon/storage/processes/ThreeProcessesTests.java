package gedeon.storage.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.ByteCount;
import gedeon.storage.Await;
import gedeon.storage.GatewaySettings;
import gedeon.storage.LiveFolder;
import gedeon.storage.TestGateway;
import gedeon.storage.processes.Lab.Group;
import gedeon.storage.processes.QuotaRace.Outcome;
import gedeon.storage.processes.QuotaRace.Way;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three processes on one database and one tier, each asked by its own S3 port: the rules hold as in one. */
class ThreeProcessesTests {
    private static final int PROCESSES = 3;
    private static final int WRITERS = 64;
    /** 64 of them are 320/100 of {@link #LIMIT}; the benchmark does the same with MiB. */
    private static final int SIZE = 80 << 10;

    private static final int FIT = 20;
    /** How many processes are killed with room promised; each kill waits for the end of a lease. */
    private static final int KILLS = Integer.getInteger("gedeon.kills.processes", 1);

    private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
    private static final long LIMIT = (long) FIT * SIZE;

    /** More than a lease of {@link ServingGateway.Pace#QUICK} and the reaper's pace. */
    private static final Duration LEASE_ENDED = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static final GatewayProcess[] processes = new GatewayProcess[PROCESSES];
    private static GatewaySettings settings;
    private static Lab lab;

    @BeforeAll
    static void start() throws Exception {
        settings = TestGateway.settings();
        lab = new Lab(settings);
        PosixTier.create(folder.resolve("tier"));
        List<GatewayProcess.Starting> starting = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            starting.add(begin());
        }
        for (int i = 0; i < PROCESSES; i++) {
            processes[i] = starting.get(i).ready();
        }
    }

    private static GatewayProcess.Starting begin() throws IOException {
        return GatewayProcess.start(
                settings.jdbcUrl(),
                folder.resolve("tier"),
                ServingGateway.Pace.QUICK,
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1");
    }

    @AfterAll
    static void stop() throws Exception {
        for (GatewayProcess process : processes) {
            if (process != null) {
                process.close();
            }
        }
    }

    @AfterEach
    void noLedgerDriftIsLeft() {
        assertThat(lab.quotas().verify()).isEmpty();
    }

    private static List<Integer> ports() {
        return Arrays.stream(processes).map(GatewayProcess::port).toList();
    }

    private static PlainS3 through(int process, Group group) throws IOException {
        return new PlainS3(processes[process % PROCESSES].port(), group.key());
    }

    private static Answer ask(int process, Group group, String method, String target, String body) throws Exception {
        byte[] bytes = body.getBytes(UTF_8);
        Map<String, String> headers = bytes.length == 0
                ? Map.of()
                : Map.of(
                        "content-md5",
                        Base64.getEncoder()
                                .encodeToString(MessageDigest.getInstance("MD5").digest(bytes)));
        try (PlainS3 s3 = through(process, group)) {
            return s3.send(method, target, headers, bytes);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theLastRoomIsFilledExactlyAndNotAByteMore(Way way) throws Exception {
        String name = "race-" + way.name().toLowerCase(java.util.Locale.ROOT);
        Group group = lab.group(name, LIMIT);
        Outcome outcome = new QuotaRace(ports(), group, name).run(way, WRITERS, SIZE, () -> {});
        int source = way == Way.COPY ? 1 : 0;
        assertThat(outcome.stored()).isEqualTo(FIT - source);
        assertThat(outcome.broken()).isZero();
        assertThat(lab.quota(group).used()).isEqualTo(new ByteCount(LIMIT));
        assertThat(lab.quota(group).reserved()).isEqualTo(ByteCount.ZERO);
    }

    @Test
    void aProcessThatIsKilledWithRoomPromisedCostsNoneOfItForLong() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            killed(kill, kill % PROCESSES);
        }
    }

    private static void killed(int kill, int victim) throws Exception {
        String name = "killed-" + kill;
        Group group = lab.group(name, LIMIT);
        Outcome first = new QuotaRace(ports(), group, name).run(Way.PUT, WRITERS, SIZE, () -> processes[victim].kill());
        assertThat(first.broken()).isPositive();
        assertThat(first.stored()).isPositive().isLessThan(FIT);
        assertThat(lab.used(group)).isEqualTo((long) first.stored() * SIZE);
        try {
            List<Integer> living = new ArrayList<>(ports());
            living.remove(victim);
            assertThat(whole(living, group, name)).isEqualTo(first.stored());
            Outcome meanwhile = new QuotaRace(living, group, name + "-2").run(Way.PUT, WRITERS, SIZE, () -> {});
            assertThat(lab.quota(group).used().value()
                            + lab.quota(group).reserved().value())
                    .isLessThanOrEqualTo(LIMIT);
            Await.until(() -> lab.quota(group).reserved().equals(ByteCount.ZERO), LEASE_ENDED);
            Outcome after = new QuotaRace(living, group, name + "-3").run(Way.PUT, WRITERS, SIZE, () -> {});
            assertThat(first.stored() + meanwhile.stored() + after.stored()).isEqualTo(FIT);
            assertThat(lab.quota(group).used()).isEqualTo(new ByteCount(LIMIT));
        } finally {
            processes[victim] = begin().ready();
        }
    }

    /** How many objects of a race's bucket are listed through one process, each of which is read whole through another. */
    private static int whole(List<Integer> ports, Group group, String bucket) throws IOException {
        int count = 0;
        try (PlainS3 lists = new PlainS3(ports.get(0), group.key());
                PlainS3 reads = new PlainS3(ports.get(1), group.key())) {
            String listing = lists.send("GET", "/" + bucket).expect(200).text();
            for (Matcher key = KEY.matcher(listing); key.find(); count++) {
                assertThat(reads.send("GET", "/" + bucket + "/" + key.group(1))
                                .expect(200)
                                .body())
                        .isEqualTo(new byte[SIZE]);
            }
        }
        return count;
    }

    @Test
    void ofWritersWhoWantTheKeyFreeOneWins() throws Exception {
        Group group = lab.group("one", 1 << 30);
        ask(0, group, "PUT", "/one", "").expect(200);
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int process = i;
            writers.add(() -> {
                try (PlainS3 s3 = through(process, group)) {
                    return s3.send("PUT", "/one/key", Map.of("if-none-match", "*"), new byte[100])
                            .status();
                }
            });
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> one : threads.invokeAll(writers)) {
                statuses.add(one.get());
            }
        }
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 412).hasSize(WRITERS - 1);
    }

    @Test
    void partsThroughSomeProcessesAreCompletedThroughAnother() throws Exception {
        Group group = lab.group("parts", 1 << 30);
        ask(0, group, "PUT", "/parts", "").expect(200);
        String upload =
                ask(0, group, "POST", "/parts/whole?uploads", "").expect(200).element("UploadId");
        byte[] whole = new byte[12 << 20];
        new Random(1).nextBytes(whole);
        StringBuilder named = new StringBuilder("<CompleteMultipartUpload>");
        for (int part = 1; part <= 3; part++) {
            byte[] piece = Arrays.copyOfRange(whole, (part - 1) * (5 << 20), Math.min(whole.length, part * (5 << 20)));
            try (PlainS3 s3 = through(part % 2, group)) {
                String etag = s3.put("/parts/whole?partNumber=" + part + "&uploadId=" + upload, piece)
                        .expect(200)
                        .header("etag")
                        .orElseThrow();
                named.append("<Part><PartNumber>" + part + "</PartNumber><ETag>" + etag + "</ETag></Part>");
            }
        }
        String completion = named + "</CompleteMultipartUpload>";
        String target = "/parts/whole?uploadId=" + upload;
        String etag = ask(2, group, "POST", target, completion).expect(200).element("ETag");
        // The answer may have been lost: the same again, through yet another, is the same.
        assertThat(ask(1, group, "POST", target, completion).expect(200).element("ETag"))
                .isEqualTo(etag);
        for (int process = 0; process < PROCESSES; process++) {
            assertThat(ask(process, group, "GET", "/parts/whole", "")
                            .expect(200)
                            .body())
                    .isEqualTo(whole);
        }
        assertThat(lab.used(group)).isEqualTo(whole.length);
    }

    @Test
    void whatJobsDoIsDoneOnce() throws Exception {
        int keys = 40;
        Group group = lab.group("jobs", 1 << 30);
        ask(0, group, "PUT", "/jobs", "").expect(200);
        ask(
                        0,
                        group,
                        "PUT",
                        "/jobs?versioning",
                        "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
                .expect(200);
        for (int i = 0; i < keys; i++) {
            // Every eighth is a file of its own, the others lie in packs.
            try (PlainS3 s3 = through(i, group)) {
                s3.put("/jobs/k" + i, new byte[i % 8 == 0 ? 1_300_000 : 20_000]).expect(200);
            }
        }
        ask(1, group, "PUT", "/jobs?lifecycle", """
                <LifecycleConfiguration><Rule><ID>all</ID><Status>Enabled</Status><Filter><Prefix></Prefix></Filter>
                <Expiration><Days>1</Days></Expiration>
                <NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration></Rule></LifecycleConfiguration>""").expect(200);
        // A head gets a marker, its version goes, and the marker that hides nothing any more goes as well.
        Await.until(
                () -> count("select count(*) from version v join bucket b on b.id = v.bucket_id where b.name = 'jobs'")
                                == 0
                        && count("select count(*) from blob where notebook = ?", group.notebook()) == 0
                        && count("select count(*) from garbage") == 0,
                Duration.ofSeconds(60));
        assertThat(
                        count(
                                "select count(*) from outbox where consumer = 'catalogue' and event = 'deleted' and body ->> 'bucket' = 'jobs'"))
                .as("each of these three is told once of each key")
                .isEqualTo(3L * keys);
        assertThat(lab.used(group)).isZero();
        assertThat(LiveFolder.files(folder.resolve("tier/blobs")))
                .noneMatch(file -> size(file) > 1_300_000 && size(file) < 2_000_000);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long count(String statement, Object... values) {
        return lab.sql().one(row -> row.getLong(1), statement, values).orElseThrow();
    }

    @Test
    void aLockIsInForceThroughEveryProcessAtOnce() throws Exception {
        Group group = lab.group("locked", 1 << 30);
        try (PlainS3 s3 = through(0, group)) {
            s3.send("PUT", "/locked", Map.of("x-amz-bucket-object-lock-enabled", "true"), new byte[0])
                    .expect(200);
        }
        String until = Instant.now()
                .plus(1, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        for (int i = 0; i < 20; i++) {
            String key = "/locked/k" + i;
            String version;
            try (PlainS3 s3 = through(i, group)) {
                version = s3.put(key, new byte[100]).header("x-amz-version-id").orElseThrow();
            }
            String act = i % 2 == 0
                    ? "<Retention><Mode>COMPLIANCE</Mode><RetainUntilDate>" + until + "</RetainUntilDate></Retention>"
                    : "<LegalHold><Status>ON</Status></LegalHold>";
            ask(i + 1, group, "PUT", key + (i % 2 == 0 ? "?retention" : "?legal-hold"), act)
                    .expect(200);
            assertThat(ask(i + 2, group, "DELETE", key + "?versionId=" + version, "")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aBucketsPolicyIsInForceThroughEveryProcessAtOnce() throws Exception {
        Group group = lab.group("policy", 1 << 30);
        ask(0, group, "PUT", "/policy", "").expect(200);
        ask(0, group, "PUT", "/policy/key", "content").expect(200);
        String deny = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::policy/*"}]}""";
        for (int i = 0; i < 10; i++) {
            assertThat(ask(i, group, "GET", "/policy/key", "").status()).isEqualTo(200);
            ask(i + 1, group, "PUT", "/policy?policy", deny).expect(204);
            assertThat(ask(i + 2, group, "GET", "/policy/key", "").status()).isEqualTo(403);
            ask(i, group, "DELETE", "/policy?policy", "").expect(204);
        }
    }
}
