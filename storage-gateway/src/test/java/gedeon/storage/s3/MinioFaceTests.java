package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.DisableObjectLegalHoldArgs;
import io.minio.EnableObjectLegalHoldArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectRetentionArgs;
import io.minio.GetObjectTagsArgs;
import io.minio.IsObjectLegalHoldEnabledArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.ServerSideEncryption;
import io.minio.SetBucketVersioningArgs;
import io.minio.SetObjectRetentionArgs;
import io.minio.SetObjectTagsArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Item;
import io.minio.messages.Retention;
import io.minio.messages.RetentionMode;
import io.minio.messages.VersioningConfiguration;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The MinIO SDK, unmodified, beyond plain objects: versions, locks, tags, customers' keys. */
class MinioFaceTests {
    @TempDir
    Path folder;

    private RunningS3 running;
    private MinioClient minio;

    @BeforeEach
    void start() throws Exception {
        running = new RunningS3();
        minio = MinioClient.builder()
                .endpoint(running.address().toString())
                .credentials(running.owner.accessKey(), running.owner.secretKey())
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        minio.close();
        running.close();
    }

    private String put(String bucket, String text) throws Exception {
        byte[] body = text.getBytes(UTF_8);
        return minio.putObject(PutObjectArgs.builder()
                        .bucket(bucket)
                        .object("raw/é a+b.csv")
                        .data(body, body.length)
                        .build())
                .versionId();
    }

    private static String text(MinioClient of, GetObjectArgs what) throws Exception {
        try (InputStream in = of.getObject(what)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ErrorResponseException.class,
                        e -> assertThat(e.errorResponse().code()).isEqualTo(code));
    }

    @Test
    void versionsAreKeptListedReadAndRemoved() throws Exception {
        minio.makeBucket(MakeBucketArgs.builder().bucket("data").build());
        minio.setBucketVersioning(SetBucketVersioningArgs.builder()
                .bucket("data")
                .config(new VersioningConfiguration(VersioningConfiguration.Status.ENABLED, null, null, null))
                .build());
        String first = put("data", "first");
        String second = put("data", "second");
        minio.removeObject(RemoveObjectArgs.builder()
                .bucket("data")
                .object("raw/é a+b.csv")
                .build());
        Iterable<Result<Item>> versions = minio.listObjects(ListObjectsArgs.builder()
                .bucket("data")
                .recursive(true)
                .includeVersions(true)
                .build());
        assertThat(StreamSupport.stream(versions.spliterator(), false)
                        .map(MinioFaceTests::item)
                        .filter(item -> !item.isDeleteMarker())
                        .map(item -> item.objectName() + " " + item.versionId()))
                .containsExactly("raw/é a+b.csv " + second, "raw/é a+b.csv " + first);
        assertThat(text(
                        minio,
                        GetObjectArgs.builder()
                                .bucket("data")
                                .object("raw/é a+b.csv")
                                .versionId(first)
                                .build()))
                .isEqualTo("first");
        minio.removeObject(RemoveObjectArgs.builder()
                .bucket("data")
                .object("raw/é a+b.csv")
                .versionId(first)
                .build());
        assertRefused(
                "NoSuchVersion",
                () -> text(
                        minio,
                        GetObjectArgs.builder()
                                .bucket("data")
                                .object("raw/é a+b.csv")
                                .versionId(first)
                                .build()));
    }

    private static Item item(Result<Item> result) {
        try {
            return result.get();
        } catch (io.minio.errors.MinioException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLockedVersionStaysUntilItsTimeAndItsHoldAreOver() throws Exception {
        minio.makeBucket(
                MakeBucketArgs.builder().bucket("locked").objectLock(true).build());
        String version = put("locked", "raw");
        ZonedDateTime until = ZonedDateTime.now().plusDays(2).truncatedTo(ChronoUnit.SECONDS);
        minio.setObjectRetention(SetObjectRetentionArgs.builder()
                .bucket("locked")
                .object("raw/é a+b.csv")
                .versionId(version)
                .config(new Retention(RetentionMode.GOVERNANCE, until))
                .build());
        Retention kept = minio.getObjectRetention(GetObjectRetentionArgs.builder()
                .bucket("locked")
                .object("raw/é a+b.csv")
                .build());
        assertThat(kept.mode()).isEqualTo(RetentionMode.GOVERNANCE);
        assertThat(kept.retainUntilDate().toInstant()).isEqualTo(until.toInstant());
        minio.enableObjectLegalHold(EnableObjectLegalHoldArgs.builder()
                .bucket("locked")
                .object("raw/é a+b.csv")
                .build());
        assertThat(minio.isObjectLegalHoldEnabled(IsObjectLegalHoldEnabledArgs.builder()
                        .bucket("locked")
                        .object("raw/é a+b.csv")
                        .build()))
                .isTrue();
        RemoveObjectArgs.Builder removal = RemoveObjectArgs.builder()
                .bucket("locked")
                .object("raw/é a+b.csv")
                .versionId(version);
        assertRefused(
                "AccessDenied",
                () -> minio.removeObject(removal.bypassGovernanceMode(true).build()));
        minio.disableObjectLegalHold(DisableObjectLegalHoldArgs.builder()
                .bucket("locked")
                .object("raw/é a+b.csv")
                .build());
        assertRefused(
                "AccessDenied",
                () -> minio.removeObject(removal.bypassGovernanceMode(false).build()));
        minio.removeObject(removal.bypassGovernanceMode(true).build());
    }

    @Test
    void tagsAreSetWithTheObjectAndLater() throws Exception {
        minio.makeBucket(MakeBucketArgs.builder().bucket("data").build());
        minio.putObject(PutObjectArgs.builder()
                .bucket("data")
                .object("o")
                .tags(Map.of("sample", "x 1"))
                .data(new byte[] {1}, 1)
                .build());
        GetObjectTagsArgs asked =
                GetObjectTagsArgs.builder().bucket("data").object("o").build();
        assertThat(minio.getObjectTags(asked).get()).isEqualTo(Map.of("sample", "x 1"));
        minio.setObjectTags(SetObjectTagsArgs.builder()
                .bucket("data")
                .object("o")
                .tags(Map.of("plan", "p=1", "étape", "2"))
                .build());
        assertThat(minio.getObjectTags(asked).get()).isEqualTo(Map.of("plan", "p=1", "étape", "2"));
    }

    @Test
    void aCustomersKeyOpensWhatItClosedBehindAProxyThatEndsTls() throws Exception {
        minio.makeBucket(MakeBucketArgs.builder().bucket("data").build());
        ServerSideEncryption.CustomerKey key =
                new ServerSideEncryption.CustomerKey(new SecretKeySpec(new byte[32], "AES"));
        try (TlsFront front = new TlsFront(folder, running.server.port());
                MinioClient secure = MinioClient.builder()
                        .endpoint(front.address().toString())
                        .credentials(running.owner.accessKey(), running.owner.secretKey())
                        .httpClient(
                                new OkHttpClient.Builder()
                                        .sslSocketFactory(front.client().getSocketFactory(), front.trust())
                                        .build(),
                                true)
                        .build()) {
            secure.putObject(PutObjectArgs.builder()
                    .bucket("data")
                    .object("secret")
                    .sse(key)
                    .data("closed".getBytes(UTF_8), 6)
                    .build());
            assertThat(secure.statObject(StatObjectArgs.builder()
                                    .bucket("data")
                                    .object("secret")
                                    .ssec(key)
                                    .build())
                            .size())
                    .isEqualTo(6);
            assertThat(text(
                            secure,
                            GetObjectArgs.builder()
                                    .bucket("data")
                                    .object("secret")
                                    .ssec(key)
                                    .build()))
                    .isEqualTo("closed");
            assertThatThrownBy(() -> secure.statObject(StatObjectArgs.builder()
                            .bucket("data")
                            .object("secret")
                            .build()))
                    .isInstanceOf(ErrorResponseException.class);
        }
    }
}
