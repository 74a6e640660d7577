package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.encryption.KeyName;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Encryption as the AWS SDK asks for it. */
class EncryptionFaceTests {
    private static final String BUCKET = "secret-spectra";

    private RunningS3 s3;
    private S3Client client;

    @BeforeEach
    void open() throws Exception {
        s3 = new RunningS3();
        client = s3.client(s3.owner);
        client.createBucket(b -> b.bucket(BUCKET));
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        s3.close();
    }

    /** A customer's key and its MD5 as headers carry them. */
    private record Customer(String key, String md5) {
        static Customer of(int first) throws Exception {
            byte[] bytes = new byte[32];
            bytes[0] = (byte) first;
            return new Customer(
                    Base64.getEncoder().encodeToString(bytes),
                    Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("MD5").digest(bytes)));
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private PutObjectResponse put(String key, byte[] body, java.util.function.Consumer<PutObjectRequest.Builder> how) {
        return client.putObject(
                b -> {
                    b.bucket(BUCKET).key(key);
                    how.accept(b);
                },
                RequestBody.fromBytes(body));
    }

    private PutObjectResponse put(String key, byte[] body, Customer customer) {
        return put(
                key,
                body,
                b -> b.sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(customer.key())
                        .sseCustomerKeyMD5(customer.md5()));
    }

    private byte[] get(String key, Customer customer) throws Exception {
        try (var in = client.getObject(b -> b.bucket(BUCKET)
                .key(key)
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(customer.key())
                .sseCustomerKeyMD5(customer.md5()))) {
            return in.readAllBytes();
        }
    }

    private byte[] get(String key) throws Exception {
        try (var in = client.getObject(b -> b.bucket(BUCKET).key(key))) {
            return in.readAllBytes();
        }
    }

    private static void refused(int status, String code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            if (code != null) {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            }
        });
    }

    @Test
    void aNotebooksKeyEncryptsWhatAsksForIt() throws Exception {
        for (int size : new int[] {0, 1, 65_536, 3 << 20}) {
            byte[] body = bytes(size);
            assertThat(put("k", body, b -> b.serverSideEncryption(ServerSideEncryption.AES256))
                            .serverSideEncryption())
                    .isEqualTo(ServerSideEncryption.AES256);
            assertThat(get("k")).isEqualTo(body);
            assertThat(client.headObject(b -> b.bucket(BUCKET).key("k")).contentLength())
                    .isEqualTo(size);
        }
    }

    @Test
    void arangeIsReadFromItsFramesAlone() throws Exception {
        byte[] body = bytes(300_000);
        put("k", body, b -> b.serverSideEncryption(ServerSideEncryption.AES256));
        try (ResponseInputStream<GetObjectResponse> in =
                client.getObject(b -> b.bucket(BUCKET).key("k").range("bytes=65530-131080"))) {
            assertThat(in.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(body, 65_530, 131_081));
            assertThat(in.response().serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        }
    }

    @Test
    void aCustomersKeyIsNeededEachTime() throws Exception {
        Customer key = Customer.of(1);
        put("k", bytes(100), key);
        assertThat(get("k", key)).isEqualTo(bytes(100));
        refused(400, "InvalidRequest", () -> get("k"));
        Customer other = Customer.of(2);
        refused(400, "InvalidRequest", () -> get("k", other));
        refused(400, null, () -> client.headObject(b -> b.bucket(BUCKET).key("k")));
    }

    @Test
    void aCustomersKeyIsRefusedForWhatIsNotEncryptedWithOne() throws Exception {
        put("k", bytes(10), b -> {});
        Customer key = Customer.of(1);
        refused(400, "InvalidRequest", () -> get("k", key));
    }

    @Test
    void aCustomersKeyWithAnotherMd5IsRefused() throws Exception {
        Customer wrong = new Customer(Customer.of(1).key(), Customer.of(2).md5());
        refused(400, "InvalidArgument", () -> put("k", bytes(10), wrong));
    }

    @Test
    void partsAreEncryptedAsTheUploadWasBegun() throws Exception {
        Customer key = Customer.of(1);
        Customer other = Customer.of(2);
        String upload = client.createMultipartUpload(b -> b.bucket(BUCKET)
                        .key("big")
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(key.key())
                        .sseCustomerKeyMD5(key.md5()))
                .uploadId();
        byte[] first = bytes(5 << 20);
        byte[] second = bytes(70_000);
        refused(400, "InvalidRequest", () -> part(upload, 1, first, other));
        String one = part(upload, 1, first, key).eTag();
        String two = part(upload, 2, second, key).eTag();
        client.completeMultipartUpload(b -> b.bucket(BUCKET)
                .key("big")
                .uploadId(upload)
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(key.key())
                .sseCustomerKeyMD5(key.md5())
                .multipartUpload(m -> m.parts(
                        CompletedPart.builder().partNumber(1).eTag(one).build(),
                        CompletedPart.builder().partNumber(2).eTag(two).build())));
        byte[] all = get("big", key);
        assertThat(all).hasSize(first.length + second.length);
        assertThat(java.util.Arrays.copyOf(all, first.length)).isEqualTo(first);
        assertThat(java.util.Arrays.copyOfRange(all, first.length, all.length)).isEqualTo(second);
        refused(400, "InvalidRequest", () -> get("big", other));
    }

    private UploadPartResponse part(String upload, int number, byte[] body, Customer key) {
        return client.uploadPart(
                b -> b.bucket(BUCKET)
                        .key("big")
                        .uploadId(upload)
                        .partNumber(number)
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(key.key())
                        .sseCustomerKeyMD5(key.md5()),
                RequestBody.fromBytes(body));
    }

    @Test
    void aNamedKeyMustBeThereAndIsShown() throws Exception {
        refused(
                400,
                "KMS.NotFoundException",
                () -> put(
                        "k",
                        bytes(10),
                        b -> b.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                .ssekmsKeyId("beamline")));
        s3.keys.ensure(new KeyName(s3.notebook, "beamline"));
        put(
                "k",
                bytes(10),
                b -> b.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId("arn:aws:kms:us-east-1:000000000001:key/beamline"));
        var head = client.headObject(b -> b.bucket(BUCKET).key("k"));
        assertThat(head.ssekmsKeyId()).isEqualTo("beamline");
        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(get("k")).isEqualTo(bytes(10));
    }

    @Test
    void aBucketEncryptsByDefaultUntilThatIsTakenAway() throws Exception {
        refused(
                404,
                "ServerSideEncryptionConfigurationNotFoundError",
                () -> client.getBucketEncryption(b -> b.bucket(BUCKET)));
        client.putBucketEncryption(b -> b.bucket(BUCKET)
                .serverSideEncryptionConfiguration(ServerSideEncryptionConfiguration.builder()
                        .rules(r -> r.applyServerSideEncryptionByDefault(
                                        d -> d.sseAlgorithm(ServerSideEncryption.AES256))
                                .bucketKeyEnabled(true))
                        .build()));
        assertThat(put("k", bytes(10), b -> {}).serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        var rule = client.getBucketEncryption(b -> b.bucket(BUCKET))
                .serverSideEncryptionConfiguration()
                .rules()
                .getFirst();
        assertThat(rule.applyServerSideEncryptionByDefault().sseAlgorithm()).isEqualTo(ServerSideEncryption.AES256);
        assertThat(rule.bucketKeyEnabled()).isTrue();
        client.deleteBucketEncryption(b -> b.bucket(BUCKET));
        assertThat(put("k", bytes(10), b -> {}).serverSideEncryption()).isNull();
    }

    @Test
    void copiesAreEncryptedAsTheyAsk() throws Exception {
        Customer from = Customer.of(1);
        put("source", bytes(100_000), from);
        refused(
                400,
                "InvalidRequest",
                () -> client.copyObject(b -> b.sourceBucket(BUCKET)
                        .sourceKey("source")
                        .destinationBucket(BUCKET)
                        .destinationKey("target")));
        client.copyObject(b -> b.sourceBucket(BUCKET)
                .sourceKey("source")
                .copySourceSSECustomerAlgorithm("AES256")
                .copySourceSSECustomerKey(from.key())
                .copySourceSSECustomerKeyMD5(from.md5())
                .destinationBucket(BUCKET)
                .destinationKey("target")
                .serverSideEncryption(ServerSideEncryption.AES256));
        assertThat(get("target")).isEqualTo(bytes(100_000));
        client.copyObject(b -> b.sourceBucket(BUCKET)
                .sourceKey("target")
                .destinationBucket(BUCKET)
                .destinationKey("plain"));
        assertThat(get("plain")).isEqualTo(bytes(100_000));
        assertThat(client.headObject(b -> b.bucket(BUCKET).key("plain")).serverSideEncryption())
                .isNull();
    }

    @Test
    void whatWasEncryptedWithADestroyedKeyCannotBeRead() throws Exception {
        put("k", bytes(10), b -> b.serverSideEncryption(ServerSideEncryption.AES256));
        s3.keys.destroy(s3.keys.current(KeyName.own(s3.notebook)).orElseThrow());
        refused(403, "InvalidObjectState", () -> get("k"));
        put("k", bytes(10), b -> b.serverSideEncryption(ServerSideEncryption.AES256));
        assertThat(get("k")).isEqualTo(bytes(10));
    }

    @Test
    void headersThatContradictEachOtherAreRefused() throws Exception {
        Customer key = Customer.of(1);
        refused(
                400,
                "InvalidArgument",
                () -> put(
                        "k",
                        bytes(1),
                        b -> b.serverSideEncryption(ServerSideEncryption.AES256)
                                .sseCustomerAlgorithm("AES256")
                                .sseCustomerKey(key.key())
                                .sseCustomerKeyMD5(key.md5())));
        refused(
                400,
                "InvalidArgument",
                () -> put(
                        "k",
                        bytes(1),
                        b -> b.serverSideEncryption(ServerSideEncryption.AES256).ssekmsKeyId("beamline")));
        refused(400, "InvalidArgument", () -> put("k", bytes(1), b -> b.ssekmsKeyId("beamline")));
        refused(400, "InvalidArgument", () -> put("k", bytes(1), b -> b.serverSideEncryption("aes:kms")));
        refused(501, "NotImplemented", () -> put("k", bytes(1), b -> b.serverSideEncryption("aws:kms:dsse")));
    }

    @Test
    void whoHasNotTheCustomersKeyLearnsNothingByConditions() throws Exception {
        Customer key = Customer.of(1);
        Customer other = Customer.of(2);
        String etag = put("k", bytes(100), key).eTag();
        for (String given : new String[] {etag, "\"00\""}) {
            refused(
                    400,
                    "InvalidRequest",
                    () -> client.getObject(b -> b.bucket(BUCKET).key("k").ifMatch(given)));
            refused(
                    400,
                    "InvalidRequest",
                    () -> client.getObject(b -> b.bucket(BUCKET).key("k").ifNoneMatch(given)));
            refused(
                    400,
                    null,
                    () -> client.headObject(b -> b.bucket(BUCKET).key("k").ifMatch(given)));
            refused(
                    400,
                    null,
                    () -> client.headObject(b -> b.bucket(BUCKET)
                            .key("k")
                            .ifNoneMatch(given)
                            .sseCustomerAlgorithm("AES256")
                            .sseCustomerKey(other.key())
                            .sseCustomerKeyMD5(other.md5())));
            refused(
                    400,
                    "InvalidRequest",
                    () -> client.copyObject(b -> b.sourceBucket(BUCKET)
                            .sourceKey("k")
                            .copySourceIfMatch(given)
                            .destinationBucket(BUCKET)
                            .destinationKey("target")));
        }
        refused(
                400,
                "InvalidRequest",
                () -> client.getObject(b -> b.bucket(BUCKET).key("k").partNumber(9)));
        refused(
                400,
                "InvalidRequest",
                () -> client.getObject(b -> b.bucket(BUCKET).key("k").range("bytes=500-")));
        refused(
                304,
                null,
                () -> client.headObject(b -> b.bucket(BUCKET)
                        .key("k")
                        .ifNoneMatch(etag)
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(key.key())
                        .sseCustomerKeyMD5(key.md5())));
    }

    @Test
    void aContentWhoseKeyWasDestroyedAnswersNoCondition() throws Exception {
        String etag = put(
                        "k",
                        bytes(10),
                        b -> b.serverSideEncryption(ServerSideEncryption.AES256)
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .eTag();
        refused(304, null, () -> client.getObject(b -> b.bucket(BUCKET).key("k").ifNoneMatch(etag)));
        s3.keys.destroy(s3.keys.current(KeyName.own(s3.notebook)).orElseThrow());
        refused(
                403,
                "InvalidObjectState",
                () -> client.getObject(b -> b.bucket(BUCKET).key("k").ifNoneMatch(etag)));
        refused(
                403,
                "InvalidObjectState",
                () -> client.getObject(b -> b.bucket(BUCKET).key("k").ifMatch("\"00\"")));
        refused(
                403,
                null,
                () -> client.headObject(b -> b.bucket(BUCKET).key("k").ifNoneMatch(etag)));
        refused(
                403,
                null,
                () -> client.headObject(b -> b.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED)));
        refused(
                403,
                "InvalidObjectState",
                () -> client.getObjectAttributes(
                        b -> b.bucket(BUCKET).key("k").objectAttributes(ObjectAttributes.CHECKSUM)));
        refused(
                403,
                "InvalidObjectState",
                () -> client.copyObject(b -> b.sourceBucket(BUCKET)
                        .sourceKey("k")
                        .copySourceIfNoneMatch(etag)
                        .destinationBucket(BUCKET)
                        .destinationKey("target")));
        assertThat(client.headObject(b -> b.bucket(BUCKET).key("k")).eTag()).isEqualTo(etag);
    }
}
