package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.ByteCount;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Quota;
import gedeon.storage.QuotaChange;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.processes.Answer;
import gedeon.storage.processes.PlainS3;
import gedeon.storage.processes.SentPack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many small objects in one request, over HTTP: all as PUTs of them would be, or none. */
class PackFaceTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BUCKET = "run";

    private GatewaySettings settings;
    private RunningS3 s3;
    private S3Client client;
    private final List<PlainS3> open = new ArrayList<>();
    private PlainS3 owner;

    @BeforeEach
    void open() throws Exception {
        settings = TestGateway.settings();
        s3 = new RunningS3(settings);
        client = s3.client(s3.owner);
        client.createBucket(b -> b.bucket(BUCKET));
        owner = connect(s3.owner);
    }

    @AfterEach
    void close() throws Exception {
        for (PlainS3 one : open) {
            one.close();
        }
        client.close();
        assertThat(s3.gateway.quotas().verify()).isEmpty();
        s3.close();
    }

    private PlainS3 connect(AccessKey key) throws IOException {
        PlainS3 one = new PlainS3(s3.address().getPort(), key);
        open.add(one);
        return one;
    }

    private PlainS3 agent() throws IOException {
        long instrument =
                s3.gateway.notebooks().account("orbitrap", Principal.Kind.AGENT).id();
        return connect(s3.gateway.notebooks().issueKey(instrument, s3.notebook, Role.AGENT));
    }

    private Quota quota() {
        return s3.gateway.quotas().quota(new Scope.OfNotebook(s3.notebook));
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static SentPack pack(String prefix, int count) {
        SentPack pack = new SentPack();
        for (int i = 0; i < count; i++) {
            pack.add(prefix + i, bytes(100 + i));
        }
        return pack;
    }

    private List<String> keys(String bucket) {
        return client.listObjectsV2(b -> b.bucket(bucket)).contents().stream()
                .map(one -> one.key())
                .toList();
    }

    private void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.element("Code")).isEqualTo(code);
    }

    /** As {@link #refused}, and nothing at all is stored or counted. */
    private void refusedAll(Answer answer, int status, String code) throws IOException {
        refused(answer, status, code);
        assertThat(keys(BUCKET)).isEmpty();
        assertThat(quota().used().value()).isZero();
        // A body that was refused unread ends its connection.
        if (answer.header("connection").filter("close"::equals).isPresent()) {
            owner = connect(s3.owner);
        }
    }

    /** Asks whether the body may come, and sends none of it. */
    private Answer ask(SentPack pack) throws IOException {
        byte[] body = pack.body();
        return owner.ask("POST", "/" + BUCKET + "?gedeon-pack", pack.headers(body), body.length);
    }

    private void versioning(String bucket) {
        client.putBucketVersioning(b -> b.bucket(bucket).versioningConfiguration(v -> v.status("Enabled")));
    }

    @Test
    void eachObjectIsWhatAPutOfItWouldBe() throws Exception {
        client.createBucket(b -> b.bucket("single"));
        versioning(BUCKET);
        versioning("single");
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("run.d/a b+ç", bytes(20_000));
        contents.put("run.d/empty", new byte[0]);
        contents.put("run.d/deep/\u0001odd\"", bytes(300_000));
        SentPack pack = new SentPack();
        contents.forEach((key, content) -> pack.add(
                key,
                content,
                Map.of(
                        "Content-Type", "chemical/x-mzml",
                        "cache-control", "no-store",
                        "x-amz-meta-mtime", "1.5",
                        "x-amz-tagging", "stage=raw",
                        "x-amz-checksum-sha256", sha256Base64(content))));
        JsonNode answer = JSON.readTree(pack.send(owner, BUCKET).expect(200).body());

        int i = 0;
        for (Map.Entry<String, byte[]> one : contents.entrySet()) {
            client.putObject(
                    b -> b.bucket("single")
                            .key(one.getKey())
                            .contentType("chemical/x-mzml")
                            .cacheControl("no-store")
                            .metadata(Map.of("mtime", "1.5"))
                            .tagging("stage=raw")
                            .checksumSHA256(sha256Base64(one.getValue())),
                    RequestBody.fromBytes(one.getValue()));
            HeadObjectResponse single = head("single", one.getKey());
            HeadObjectResponse packed = head(BUCKET, one.getKey());
            assertThat(packed.eTag()).isEqualTo(single.eTag());
            assertThat(packed.contentLength()).isEqualTo(single.contentLength());
            assertThat(packed.contentType()).isEqualTo(single.contentType());
            assertThat(packed.cacheControl()).isEqualTo(single.cacheControl());
            assertThat(packed.metadata()).isEqualTo(single.metadata());
            assertThat(packed.checksumSHA256())
                    .isEqualTo(single.checksumSHA256())
                    .isNotNull();
            assertThat(client.getObjectTagging(b -> b.bucket(BUCKET).key(one.getKey()))
                            .tagSet())
                    .isEqualTo(client.getObjectTagging(b -> b.bucket("single").key(one.getKey()))
                            .tagSet());
            assertThat(client.getObjectAsBytes(b -> b.bucket(BUCKET).key(one.getKey()))
                            .asByteArray())
                    .isEqualTo(one.getValue());
            JsonNode said = answer.get("objects").get(i++);
            assertThat(said.get("key").asString()).isEqualTo(one.getKey());
            assertThat(said.get("versionId").asString()).isEqualTo(packed.versionId());
            assertThat('"' + said.get("etag").asString() + '"').isEqualTo(packed.eTag());
            assertThat(said.get("size").asInt()).isEqualTo(one.getValue().length);
            assertThat(said.get("sha256").asString()).isEqualTo(SentPack.sha256(one.getValue()));
        }
        assertThat(answer.get("objects").size()).isEqualTo(3);
        assertThat(quota().used().value()).isEqualTo(2 * 320_000);
        assertThat(quota().objects().used()).isEqualTo(6);
    }

    private HeadObjectResponse head(String bucket, String key) {
        return client.headObject(b -> b.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
    }

    private static String sha256Base64(byte[] content) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(SentPack.sha256(content)));
    }

    @Test
    void withoutVersionsTheLastPackCounts() throws Exception {
        pack("k", 3).send(owner, BUCKET).expect(200);
        SentPack again = new SentPack().add("k0", bytes(7)).add("k1", bytes(8));

        Answer answer = again.send(owner, BUCKET).expect(200);

        assertThat(answer.text()).doesNotContain("versionId");
        assertThat(client.getObjectAsBytes(b -> b.bucket(BUCKET).key("k1")).asByteArray())
                .isEqualTo(bytes(8));
        assertThat(quota().used().value()).isEqualTo(7 + 8 + 102);
        assertThat(quota().objects().used()).isEqualTo(3);
    }

    @Test
    void oneThatIsNotWhatItsHeadSaysKeepsAllOut() throws Exception {
        String head = "{\"key\":\"bad\",\"size\":5,\"sha256\":\"" + "0".repeat(64) + "\"}";

        Answer answer =
                pack("k", 2).headed(head, bytes(5)).add("last", bytes(9)).send(owner, BUCKET);

        refusedAll(answer, 400, "BadDigest");
        assertThat(answer.element("Key")).isEqualTo("bad");
        Map<String, String> wrong = Map.of("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==");
        answer = pack("k", 2).add("md5", bytes(5), wrong).send(owner, BUCKET);
        refusedAll(answer, 400, "BadDigest");
        assertThat(answer.element("Key")).isEqualTo("md5");
    }

    @Test
    void aQuotaTooSmallForAllTakesNoneAndAsksForNoByte() throws Exception {
        s3.gateway.quotas().change(new Scope.OfNotebook(s3.notebook), QuotaChange.limit(new ByteCount(302)));
        SentPack pack = pack("k", 3);

        Answer answer = ask(pack);

        refusedAll(answer, 403, "QuotaExceeded");
        assertThat(answer.element("Asked")).isEqualTo("303");
        s3.gateway.quotas().change(new Scope.OfNotebook(s3.notebook), QuotaChange.limit(new ByteCount(303)));
        s3.gateway.quotas().change(new Scope.OfNotebook(s3.notebook), QuotaChange.objects(2L));
        refusedAll(pack.send(owner, BUCKET), 403, "QuotaExceeded");
        s3.gateway.quotas().change(new Scope.OfNotebook(s3.notebook), QuotaChange.objects(3L));
        pack.send(owner, BUCKET).expect(200);
        assertThat(quota().used().value()).isEqualTo(303);
    }

    @Test
    void aBucketsDefaultsHoldForEach() throws Exception {
        client.createBucket(b -> b.bucket("locked").objectLockEnabledForBucket(true));
        client.putObjectLockConfiguration(b -> b.bucket("locked")
                .objectLockConfiguration(c -> c.objectLockEnabled("Enabled")
                        .rule(r -> r.defaultRetention(
                                d -> d.mode(ObjectLockRetentionMode.GOVERNANCE).days(3)))));
        client.putBucketEncryption(b -> b.bucket("locked")
                .serverSideEncryptionConfiguration(c -> c.rules(
                        r -> r.applyServerSideEncryptionByDefault(d -> d.sseAlgorithm(ServerSideEncryption.AES256)))));

        pack("k", 3).send(owner, "locked").expect(200);

        for (int i = 0; i < 3; i++) {
            HeadObjectResponse head = head("locked", "k" + i);
            assertThat(head.objectLockModeAsString()).isEqualTo("GOVERNANCE");
            assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
            String key = "k" + i;
            assertThat(client.getObjectAsBytes(b -> b.bucket("locked").key(key)).asByteArray())
                    .isEqualTo(bytes(100 + i));
        }
    }

    @Test
    void anAgentsKeyAddsAndReplacesNothing() throws Exception {
        PlainS3 agent = agent();
        pack("k", 2).send(agent, BUCKET).expect(200);
        assertThat(keys(BUCKET)).containsExactly("k0", "k1");

        Answer answer = new SentPack().add("new", bytes(4)).add("k1", bytes(5)).send(agent, BUCKET);

        refused(answer, 412, "PreconditionFailed");
        assertThat(answer.element("Key")).isEqualTo("k1");
        assertThat(keys(BUCKET)).containsExactly("k0", "k1");
        versioning(BUCKET);
        new SentPack().add("k1", bytes(5)).send(agent, BUCKET).expect(200);
    }

    @Test
    void whoMayNotAddIsRefusedUnread() throws Exception {
        SentPack pack = pack("k", 2);
        byte[] body = pack.body();
        for (AccessKey key : List.of(
                s3.key(s3.notebook, Role.READER),
                s3.key(TestGateway.notebook(s3.gateway, "xray", 1L << 30).id(), Role.OWNER))) {
            PlainS3 other = connect(key);
            refused(
                    other.ask("POST", "/" + BUCKET + "?gedeon-pack", pack.headers(body), body.length),
                    403,
                    "AccessDenied");
        }
        PlainS3 nobody = connect(s3.owner);
        nobody.unsigned("POST", "/" + BUCKET + "?gedeon-pack", pack.headers(body), 0);
        refused(nobody.answer(), 403, "AccessDenied");
        assertThat(keys(BUCKET)).isEmpty();
    }

    @Test
    void aPolicyThatDeniesOneDeniesAll() throws Exception {
        client.putBucketPolicy(b -> b.bucket(BUCKET)
                .policy(
                        ("{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:PutObject',"
                                        + "'Resource':'arn:aws:s3:::" + BUCKET + "/k1'}]}")
                                .replace('\'', '"')));

        Answer answer = pack("k", 3).send(owner, BUCKET);

        refusedAll(answer, 403, "AccessDenied");
        assertThat(answer.element("Key")).isEqualTo("k1");
        pack("other", 3).send(owner, BUCKET).expect(200);
    }

    @Test
    void whomAPolicyLetsAddSomeAddsThoseOnly() throws Exception {
        int notebook = TestGateway.notebook(s3.gateway, "xray", 1L << 30).id();
        PlainS3 other = connect(s3.key(notebook, Role.OWNER));
        client.putBucketPolicy(b -> b.bucket(BUCKET)
                .policy(("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'"
                                + Notebooks.canonicalId(notebook)
                                + "'},'Action':'s3:PutObject','Resource':'arn:aws:s3:::" + BUCKET + "/theirs/*'}]}")
                        .replace('\'', '"')));

        pack("theirs/", 2).send(other, BUCKET).expect(200);
        Answer answer = pack("theirs/", 2).add("ours", bytes(3)).send(other, BUCKET);

        refused(answer, 403, "AccessDenied");
        assertThat(answer.element("Key")).isEqualTo("ours");
        assertThat(keys(BUCKET)).containsExactly("theirs/0", "theirs/1");
    }

    @Test
    void aConditionOfOneIsOneOfAll() throws Exception {
        client.putObject(b -> b.bucket(BUCKET).key("k1"), RequestBody.fromBytes(bytes(3)));
        Map<String, String> onlyNew = Map.of("if-none-match", "*");
        SentPack pack = new SentPack().add("k0", bytes(1), onlyNew).add("k1", bytes(1), onlyNew);

        Answer answer = pack.send(owner, BUCKET);

        refused(answer, 412, "PreconditionFailed");
        assertThat(answer.element("Key")).isEqualTo("k1");
        assertThat(keys(BUCKET)).containsExactly("k1");
    }

    @Test
    void limitsHold() throws Exception {
        refusedAll(ask(pack("k", 257)), 400, "EntityTooLarge");
        refusedAll(ask(new SentPack()), 400, "InvalidArgument");
        byte[] half = new byte[4 << 20];
        refusedAll(ask(new SentPack().add("a", half).add("b", half).add("c", new byte[1])), 400, "EntityTooLarge");
        Map<String, String> longMetadata = Map.of("x-amz-meta-long", "x".repeat(17_000));
        refusedAll(new SentPack().add("a", bytes(1), longMetadata).send(owner, BUCKET), 400, "InvalidRequest");
        SentPack longHeads = new SentPack();
        for (int i = 0; i < 100; i++) {
            longHeads.add("k" + i, bytes(1), Map.of("x-amz-meta-long", "x".repeat(12_000)));
        }
        refusedAll(ask(longHeads), 400, "EntityTooLarge");
        Map<String, String> tooLongMetadata = Map.of("x-amz-meta-long", "x".repeat(2_500));
        Answer answer = new SentPack().add("a", bytes(1), tooLongMetadata).send(owner, BUCKET);
        refusedAll(answer, 400, "MetadataTooLarge");
        assertThat(answer.element("Key")).isEqualTo("a");
        new SentPack().add("a", half).add("b", half).send(owner, BUCKET).expect(200);
        pack("many/", 256).send(owner, BUCKET).expect(200);
        assertThat(quota().objects().used()).isEqualTo(258);
    }

    @Test
    void twoOfOneKeyAreRefused() throws Exception {
        Answer answer = pack("k", 2).add("k1", bytes(9)).send(owner, BUCKET);

        refusedAll(answer, 400, "InvalidRequest");
        assertThat(answer.element("Key")).isEqualTo("k1");
    }

    @Test
    void aBodyThatIsCutStoresNothing() throws Exception {
        SentPack pack = pack("k", 20);
        byte[] body = pack.body();
        for (int length : List.of(0, 8, body.length / 2, body.length - 1)) {
            PlainS3 cut = new PlainS3(s3.address().getPort(), s3.owner);
            cut.ask("POST", "/" + BUCKET + "?gedeon-pack", pack.headers(body), body.length)
                    .expect(100);
            cut.write(Arrays.copyOf(body, length));
            cut.close();
        }
        byte[] shorter = Arrays.copyOf(body, body.length - 300);
        Map<String, String> headers = pack.headers(shorter);
        refusedAll(owner.send("POST", "/" + BUCKET + "?gedeon-pack", headers, shorter), 400, "InvalidRequest");
        byte[] turned = body.clone();
        turned[body.length / 2] ^= 1;
        refusedAll(owner.send("POST", "/" + BUCKET + "?gedeon-pack", pack.headers(body), turned), 400, "BadDigest");
        refusedAll(
                owner.send("POST", "/" + BUCKET + "?gedeon-pack", pack.headers(turned), turned), 400, "InvalidRequest");
    }

    @Test
    void whatIsNotSignedIsNotOpened() throws Exception {
        SentPack pack = pack("k", 2).with(Map.of("x-amz-content-sha256", "UNSIGNED-PAYLOAD"));
        refusedAll(pack.send(owner, BUCKET), 400, "InvalidRequest");
        pack.with(Map.of("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"));
        refusedAll(pack.send(owner, BUCKET), 400, "InvalidRequest");
    }

    /** Signed by the AWS SDK: each chunk for itself. */
    @Test
    void aStreamOfSignedChunksIsOpenedAndOneThatIsNotWhatWasSignedIsNot() throws Exception {
        SentPack pack = pack("k", 30);
        HttpResponse<String> answer = sendChunks(pack, body -> {});
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(keys(BUCKET)).hasSize(30);
        answer = sendChunks(pack("other", 30), body -> body[body.length / 2] ^= 1);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("SignatureDoesNotMatch");
        assertThat(keys(BUCKET)).hasSize(30);
    }

    private HttpResponse<String> sendChunks(SentPack pack, Consumer<byte[]> onTheWay) throws Exception {
        byte[] body = pack.body();
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create(s3.address() + "/" + BUCKET))
                .putRawQueryParameter("gedeon-pack", "")
                .putHeader("content-length", Integer.toString(body.length));
        pack.headers(body).forEach((name, value) -> {
            if (!name.equals("x-amz-content-sha256")) {
                request.putHeader(name, value);
            }
        });
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(b -> b.identity(AwsCredentialsIdentity.create(s3.owner.accessKey(), s3.owner.secretKey()))
                        .request(request.build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, true)
                        .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, true));
        assertThat(signed.request().firstMatchingHeader("x-amz-content-sha256"))
                .contains("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        byte[] chunks = signed.payload().orElseThrow().newStream().readAllBytes();
        onTheWay.accept(chunks);
        HttpRequest.Builder sent = HttpRequest.newBuilder(URI.create(s3.address() + "/" + BUCKET + "?gedeon-pack="))
                .POST(HttpRequest.BodyPublishers.ofByteArray(chunks));
        signed.request().headers().forEach((name, values) -> {
            if (!Set.of("host", "content-length").contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> sent.header(name, value));
            }
        });
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(sent.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void headsSayNothingThatNobodyUnderstands() throws Exception {
        String sha256 = SentPack.sha256(bytes(2));
        for (String head : List.of(
                "[]",
                "{",
                "{\"size\":2,\"sha256\":\"" + sha256 + "\"}",
                "{\"key\":\"k\",\"size\":2}",
                "{\"key\":\"k\",\"size\":-2,\"sha256\":\"" + sha256 + "\"}",
                "{\"key\":\"k\",\"size\":3000,\"sha256\":\"" + sha256 + "\"}",
                "{\"key\":\"k\",\"size\":2,\"sha256\":\"" + sha256 + "\",\"x\":1}",
                "{\"key\":\"k\",\"size\":2,\"size\":2,\"sha256\":\"" + sha256 + "\"}",
                "{\"key\":\"k\",\"size\":2,\"sha256\":\"" + sha256 + "\",\"headers\":{\"x-amz-copy-source\":\"/b/k\"}}",
                "{\"key\":\"k\",\"size\":2,\"sha256\":\"" + sha256
                        + "\",\"headers\":{\"x-amz-server-side-encryption-customer-key\":\"k\"}}",
                "{\"key\":\"k\",\"size\":2,\"sha256\":\"" + sha256 + "\",\"headers\":{\"x-amz-meta-a:b\":\"k\"}}",
                "{\"key\":\"k\",\"size\":2,\"sha256\":\"" + sha256
                        + "\",\"headers\":{\"content-type\":\"a\",\"Content-Type\":\"b\"}}")) {
            refusedAll(new SentPack().headed(head, bytes(2)).send(owner, BUCKET), 400, "InvalidRequest");
        }
        refusedAll(
                new SentPack()
                        .add("k", bytes(2), Map.of("content-type", "a\r\nSet-Cookie: b"))
                        .send(owner, BUCKET),
                400,
                "InvalidArgument");
        for (String key : List.of("\\ud800", "../a", "", "a\\u0000b")) {
            refusedAll(
                    new SentPack()
                            .headed("{\"key\":\"" + key + "\",\"size\":2,\"sha256\":\"" + sha256 + "\"}", bytes(2))
                            .send(owner, BUCKET),
                    400,
                    "InvalidURI");
        }
    }

    @Test
    void headersThatMissTheirPackAreRefused() throws Exception {
        refusedAll(pack("k", 2).with(Map.of("x-gedeon-pack-objects", "3")).send(owner, BUCKET), 400, "InvalidRequest");
        refusedAll(pack("k", 2).with(Map.of("x-gedeon-pack-bytes", "200")).send(owner, BUCKET), 400, "InvalidRequest");
        refusedAll(
                pack("k", 2).with(Map.of("x-gedeon-pack-bytes", "many")).send(owner, BUCKET), 400, "InvalidArgument");
        refusedAll(
                owner.send(
                        "POST",
                        "/" + BUCKET + "?gedeon-pack",
                        Map.of("x-amz-content-sha256", SentPack.sha256(new byte[0])),
                        new byte[0]),
                400,
                "InvalidRequest");
    }

    /** Of packs that want the same new keys one wins whole; single writers in between win a key and shut every pack out. */
    @Test
    void packsAndPutsOfTheSameKeysNeverMix() throws Exception {
        int rounds = 12;
        int writers = 4;
        Map<String, String> onlyNew = Map.of("if-none-match", "*");
        for (int round = 0; round < rounds; round++) {
            String prefix = "r" + round + "/";
            List<Future<Integer>> packs = new ArrayList<>();
            Future<Boolean> single;
            try (ExecutorService threads = Executors.newFixedThreadPool(writers + 1)) {
                for (int w = 0; w < writers; w++) {
                    int size = 1000 + w;
                    PlainS3 connection = connect(s3.owner);
                    packs.add(threads.submit(() -> {
                        SentPack pack = new SentPack();
                        for (int i = 0; i < 10; i++) {
                            pack.add(prefix + i, bytes(size), onlyNew);
                        }
                        return pack.send(connection, BUCKET).status();
                    }));
                }
                PlainS3 connection = connect(s3.owner);
                single = threads.submit(() -> connection
                                .send("PUT", "/" + BUCKET + "/" + prefix + "5", onlyNew, bytes(7))
                                .status()
                        == 200);
            }
            List<Integer> won = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                assertThat(packs.get(w).get()).isIn(200, 412);
                if (packs.get(w).get() == 200) {
                    won.add(1000 + w);
                }
            }
            List<Long> sizes = client.listObjectsV2(b -> b.bucket(BUCKET).prefix(prefix)).contents().stream()
                    .map(one -> one.size())
                    .toList();
            assertThat(won.size() + (single.get() ? 1 : 0)).isEqualTo(1);
            assertThat(sizes).hasSize(single.get() ? 1 : 10).containsOnly(single.get() ? 7L : won.getFirst());
        }
    }

    /** Packs that overlap in a versioned bucket are one after the other: of two keys that both have, the same one is newest. */
    @Test
    void packsOfTheSameKeysAreOneAfterTheOther() throws Exception {
        versioning(BUCKET);
        int writers = 4;
        int times = 10;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                int size = 100 + w;
                PlainS3 connection = connect(s3.owner);
                all.add(threads.submit(() -> {
                    for (int t = 0; t < times; t++) {
                        SentPack pack = new SentPack();
                        for (int i = 0; i < 20; i++) {
                            pack.add("k" + i, bytes(size));
                        }
                        pack.send(connection, BUCKET).expect(200);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(client.listObjectsV2(b -> b.bucket(BUCKET)).contents().stream()
                        .map(one -> one.size())
                        .distinct())
                .hasSize(1);
        assertThat(quota().objects().used()).isEqualTo((long) writers * times * 20);
    }

    @Test
    void everyConsumerHearsOfEach() throws Exception {
        pack("k", 3).send(owner, BUCKET).expect(200);

        assertThat(TestGateway.database(settings)
                        .list(
                                row -> row.getString(1),
                                "select body ->> 'key' from outbox where consumer = 'catalogue' and event = 'stored'"))
                .hasSize(3);
    }
}
