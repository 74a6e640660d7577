package gedeon.storage.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.processes.Lab.Group;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
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
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Three gateway processes behind an nginx with TLS, which {@code .ci/real/nginx} starts with the configuration of the guide: clients know its address alone,
 * and sign for that.
 */
@EnabledIfEnvironmentVariable(named = "GEDEON_FRONT", matches = "https://.+")
class BehindNginxTests {
    /** What goes through as one body; 5 GiB is S3's most. */
    private static final long LONG_BODY = Long.getLong("gedeon.front.bytes", 300L << 20);
    /** More than a process draws ahead: what is reserved beyond that was promised to a body. */
    private static final int MORE_THAN_A_SLICE = 160 << 20;

    private static final int PROCESSES = 3;
    private static final URI FRONT = URI.create(System.getenv().getOrDefault("GEDEON_FRONT", "https://absent"));
    /** Where nginx itself calls the gateways from. */
    private static final String PROXY = "127.0.0.1";
    /** Another address of this machine, so that who is behind nginx is not nginx. */
    private static final String ELSEWHERE = "127.0.0.2";

    @TempDir
    static Path folder;

    private static final GatewayProcess[] processes = new GatewayProcess[PROCESSES];
    private static GatewaySettings settings;
    private static Lab lab;
    private static TrustManagerFactory trust;
    private static SSLContext tls;

    @BeforeAll
    static void start() throws Exception {
        settings = TestGateway.settings();
        lab = new Lab(settings);
        PosixTier.create(folder.resolve("tier"));
        trust = trust(Path.of(System.getenv("GEDEON_FRONT_CERTIFICATE")));
        tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        List<GatewayProcess.Starting> starting = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            starting.add(begin(i));
        }
        for (int i = 0; i < PROCESSES; i++) {
            processes[i] = starting.get(i).ready();
        }
    }

    private static TrustManagerFactory trust(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "front", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }

    private static GatewayProcess.Starting begin(int number) throws IOException {
        int port = Integer.parseInt(System.getenv("GEDEON_BEHIND").split(",")[number]);
        return GatewayProcess.start(
                settings.jdbcUrl(),
                folder.resolve("tier"),
                ServingGateway.Pace.QUICK,
                port,
                PROXY,
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

    /** nginx writes a body to a file where it gathers it first. */
    @AfterEach
    void nginxKeptNoBodyAndNoLedgerDriftIsLeft() throws IOException {
        try (Stream<Path> bodies = Files.list(Path.of(System.getenv("GEDEON_FRONT_BODIES")))) {
            assertThat(bodies).isEmpty();
        }
        assertThat(lab.quotas().verify()).isEmpty();
    }

    private static StaticCredentialsProvider credentials(Group group) {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(group.key().accessKey(), group.key().secretKey()));
    }

    private static S3Client client(Group group) {
        return S3Client.builder()
                .endpointOverride(FRONT)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(credentials(group))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .tlsTrustManagersProvider(trust::getTrustManagers)
                        .socketTimeout(Duration.ofMinutes(5)))
                .build();
    }

    /** A connection of its own, from another address than nginx has. */
    private static PlainS3 plain(Group group) throws IOException {
        InetAddress there = InetAddress.getByName(FRONT.getHost());
        Socket socket =
                tls.getSocketFactory().createSocket(there, FRONT.getPort(), InetAddress.getByName(ELSEWHERE), 0);
        return new PlainS3(socket, FRONT.getAuthority(), group.key());
    }

    private static Answer send(Group group, String method, String target, Map<String, String> headers, byte[] body)
            throws IOException {
        try (PlainS3 s3 = plain(group)) {
            return s3.send(method, target, headers, body);
        }
    }

    private static Answer send(Group group, String method, String target) throws IOException {
        return send(group, method, target, Map.of(), new byte[0]);
    }

    /** So many bytes that are the same each time, no two blocks of them alike. */
    private static InputStream bytes(long count) {
        ByteBuffer block = ByteBuffer.allocate(1 << 20);
        new Random(7).nextBytes(block.array());
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                throw new UnsupportedOperationException("read in pieces");
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (at == count) {
                    return -1;
                }
                int within = (int) (at % block.capacity());
                if (within == 0) {
                    block.putLong(0, at);
                }
                int n = (int) Math.min(count - at, Math.min(length, block.capacity() - within));
                block.get(within, target, offset, n);
                at += n;
                return n;
            }
        };
    }

    private static byte[] digest(InputStream in) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (DigestInputStream digested = new DigestInputStream(in, sha256)) {
            byte[] buffer = new byte[64 << 10];
            while (digested.read(buffer, 0, buffer.length) >= 0) {
                // Only the digest is wanted.
            }
        }
        return sha256.digest();
    }

    @Test
    void aLongBodyGoesThroughAndComesBackTheSame() throws Exception {
        Group group = lab.group("long", LONG_BODY);
        try (S3Client s3 = client(group)) {
            s3.createBucket(b -> b.bucket("long"));
            s3.putObject(b -> b.bucket("long").key("body"), RequestBody.fromInputStream(bytes(LONG_BODY), LONG_BODY));
            assertThat(lab.used(group)).isEqualTo(LONG_BODY);
            try (InputStream back = s3.getObject(b -> b.bucket("long").key("body"))) {
                assertThat(digest(back)).isEqualTo(digest(bytes(LONG_BODY)));
            }
        }
    }

    @Test
    void aBodyReachesAGatewayBeforeItsEnd() throws Exception {
        Group group = lab.group("early", 1 << 30);
        send(group, "PUT", "/early").expect(200);
        try (PlainS3 s3 = plain(group)) {
            s3.ask("PUT", "/early/key", Map.of(), MORE_THAN_A_SLICE).expect(100);
            s3.zeros(MORE_THAN_A_SLICE / 2);
            Await.until(() -> lab.quota(group).reserved().value() >= MORE_THAN_A_SLICE);
            s3.zeros(MORE_THAN_A_SLICE / 2);
            s3.answer().expect(200);
        }
        assertThat(lab.used(group)).isEqualTo(MORE_THAN_A_SLICE);
    }

    @Test
    void aRefusalIsReadByWhoStillSends() throws Exception {
        Group group = lab.group("full", 1 << 20);
        int size = 64 << 20;
        try (S3Client s3 = client(group)) {
            s3.createBucket(b -> b.bucket("full"));
            assertThatThrownBy(() -> s3.putObject(
                            b -> b.bucket("full").key("key"), RequestBody.fromInputStream(bytes(size), size)))
                    .isInstanceOfSatisfying(S3Exception.class, refused -> {
                        assertThat(refused.statusCode()).isEqualTo(403);
                        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("QuotaExceeded");
                    });
        }
        assertThat(lab.used(group)).isZero();
    }

    @Test
    void conditionsHoldWhicheverProcessIsAsked() throws Exception {
        Group group = lab.group("conditions", 1 << 30);
        send(group, "PUT", "/conditions").expect(200);
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            byte[] body = ("writer " + i).getBytes(UTF_8);
            writers.add(() -> send(group, "PUT", "/conditions/key", Map.of("if-none-match", "*"), body)
                    .status());
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> one : threads.invokeAll(writers)) {
                statuses.add(one.get());
            }
        }
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 412).hasSize(23);
        String etag = send(group, "HEAD", "/conditions/key")
                .expect(200)
                .header("etag")
                .orElseThrow();
        send(group, "PUT", "/conditions/key", Map.of("if-match", "\"0123\""), new byte[1])
                .expect(412);
        send(group, "PUT", "/conditions/key", Map.of("if-match", etag), "next".getBytes(UTF_8))
                .expect(200);
        send(group, "GET", "/conditions/key", Map.of("if-match", etag), new byte[0])
                .expect(412);
        String next = send(group, "GET", "/conditions/key").header("etag").orElseThrow();
        send(group, "GET", "/conditions/key", Map.of("if-none-match", next), new byte[0])
                .expect(304);
    }

    @Test
    void rangesAreThoseOfTheObject() throws Exception {
        Group group = lab.group("ranges", 1 << 30);
        byte[] whole = bytes(3_000_000).readNBytes(3_000_000);
        send(group, "PUT", "/ranges").expect(200);
        send(group, "PUT", "/ranges/key", Map.of(), whole).expect(200);
        for (int[] range : new int[][] {{0, 0}, {1, 70_000}, {262_143, 262_144}, {2_999_999, 2_999_999}}) {
            Answer part = send(
                            group,
                            "GET",
                            "/ranges/key",
                            Map.of("range", "bytes=" + range[0] + "-" + range[1]),
                            new byte[0])
                    .expect(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, range[0], range[1] + 1));
            assertThat(part.header("content-range")).contains("bytes " + range[0] + "-" + range[1] + "/3000000");
        }
        assertThat(send(group, "GET", "/ranges/key", Map.of("range", "bytes=-5"), new byte[0])
                        .expect(206)
                        .body())
                .isEqualTo(Arrays.copyOfRange(whole, 2_999_995, 3_000_000));
        send(group, "GET", "/ranges/key", Map.of("range", "bytes=3000000-"), new byte[0])
                .expect(416);
    }

    @Test
    void partsAreCompletedWhicheverProcessTookThem() throws Exception {
        Group group = lab.group("parts", 1 << 30);
        byte[] whole = bytes(17 << 20).readNBytes(17 << 20);
        try (S3Client s3 = client(group)) {
            s3.createBucket(b -> b.bucket("parts"));
            String upload =
                    s3.createMultipartUpload(b -> b.bucket("parts").key("key")).uploadId();
            List<CompletedPart> parts = new ArrayList<>();
            for (int number = 1; number <= 3; number++) {
                int part = number;
                byte[] piece =
                        Arrays.copyOfRange(whole, (part - 1) * (8 << 20), Math.min(whole.length, part * (8 << 20)));
                String etag = s3.uploadPart(
                                b -> b.bucket("parts")
                                        .key("key")
                                        .uploadId(upload)
                                        .partNumber(part),
                                RequestBody.fromBytes(piece))
                        .eTag();
                parts.add(CompletedPart.builder().partNumber(part).eTag(etag).build());
            }
            s3.completeMultipartUpload(
                    b -> b.bucket("parts").key("key").uploadId(upload).multipartUpload(m -> m.parts(parts)));
            assertThat(s3.getObjectAsBytes(b -> b.bucket("parts").key("key")).asByteArray())
                    .isEqualTo(whole);
        }
    }

    @Test
    void aPolicyIsAskedForTheOuterAddressAndTheOuterScheme() throws Exception {
        Group group = lab.group("policy", 1 << 30);
        send(group, "PUT", "/policy").expect(200);
        send(group, "PUT", "/policy/key", Map.of(), "content".getBytes(UTF_8)).expect(200);
        policy(group, "'NotIpAddress':{'aws:SourceIp':'" + ELSEWHERE + "'}");
        send(group, "GET", "/policy/key").expect(200);
        policy(group, "'IpAddress':{'aws:SourceIp':'" + ELSEWHERE + "'}");
        send(group, "GET", "/policy/key").expect(403);
        // What the client itself says stands before what nginx appends, and counts for nothing.
        send(group, "GET", "/policy/key", Map.of("x-forwarded-for", "198.51.100.1"), new byte[0])
                .expect(403);
        policy(group, "'Bool':{'aws:SecureTransport':'false'}");
        send(group, "GET", "/policy/key").expect(200);
        try (PlainS3 behind = new PlainS3(processes[0].port(), group.key())) {
            behind.send("GET", "/policy/key").expect(403);
        }
    }

    private static void policy(Group group, String condition) throws IOException {
        String text = ("{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:GetObject',"
                        + "'Resource':'arn:aws:s3:::policy/*','Condition':{" + condition + "}}]}")
                .replace('\'', '"');
        send(group, "PUT", "/policy?policy", Map.of(), text.getBytes(UTF_8)).expect(204);
    }

    @Test
    void aCustomersKeyThatCameOverTlsIsTaken() throws Exception {
        Group group = lab.group("closed", 1 << 30);
        send(group, "PUT", "/closed").expect(200);
        byte[] key = new byte[32];
        Map<String, String> headers = Map.of(
                "x-amz-server-side-encryption-customer-algorithm",
                "AES256",
                "x-amz-server-side-encryption-customer-key",
                Base64.getEncoder().encodeToString(key),
                "x-amz-server-side-encryption-customer-key-md5",
                Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("MD5").digest(key)));
        send(group, "PUT", "/closed/key", headers, "secret".getBytes(UTF_8)).expect(200);
        assertThat(send(group, "GET", "/closed/key", headers, new byte[0]).text())
                .isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/names/a//b",
                "/names/a/./b",
                "/names/%C3%A9t%C3%A9%20%2B%25",
                "/names/a%3Fb%23c",
                "/names/.hidden/",
                "/names/a/b/../c"
            })
    void aKeyGoesThroughAsItIsWritten(String target) throws Exception {
        Group group = new Group(0, names().key());
        Answer put = send(group, "PUT", target, Map.of("x-amz-meta-run.no_1", "7"), target.getBytes(UTF_8));
        put.expect(200);
        Answer back = send(group, "GET", target).expect(200);
        assertThat(back.text()).isEqualTo(target);
        assertThat(back.header("x-amz-meta-run.no_1")).contains("7");
    }

    private static Group named;

    private static synchronized Group names() throws IOException {
        if (named == null) {
            named = lab.group("names", 1 << 30);
            send(named, "PUT", "/names").expect(200);
        }
        return named;
    }

    @Test
    void anAddressIsSignedForTheOuterHost() throws Exception {
        Group group = lab.group("signed", 1 << 30);
        send(group, "PUT", "/signed").expect(200);
        send(group, "PUT", "/signed/key", Map.of(), "content".getBytes(UTF_8)).expect(200);
        try (S3Presigner presigner = S3Presigner.builder()
                        .endpointOverride(FRONT)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials(group))
                        .serviceConfiguration(S3Configuration.builder()
                                .pathStyleAccessEnabled(true)
                                .build())
                        .build();
                HttpClient browser = HttpClient.newBuilder().sslContext(tls).build()) {
            URI address = presigner
                    .presignGetObject(b -> b.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(get -> get.bucket("signed").key("key")))
                    .url()
                    .toURI();
            assertThat(browser.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("content");
        }
    }

    @Test
    void whereAProcessIsKilledTheOthersAreAsked() throws Exception {
        Group group = lab.group("killed", 1 << 30);
        send(group, "PUT", "/killed").expect(200);
        send(group, "PUT", "/killed/key", Map.of(), "content".getBytes(UTF_8)).expect(200);
        processes[1].kill();
        try {
            for (int i = 0; i < 30; i++) {
                send(group, "GET", "/killed/key").expect(200);
                send(group, "PUT", "/killed/k" + i, Map.of(), new byte[1000]).expect(200);
            }
        } finally {
            processes[1] = begin(1).ready();
        }
    }
}
