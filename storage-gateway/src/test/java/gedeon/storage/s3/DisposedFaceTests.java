package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gedeon.storage.disposal.Chosen;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A version that was disposed of, as S3 clients meet it. */
class DisposedFaceTests {
    private RunningS3 running;
    private S3Client s3;
    private String version;

    @BeforeEach
    void start() throws IOException {
        running = new RunningS3();
        s3 = running.client(running.owner);
        s3.createBucket(b -> b.bucket("data").objectLockEnabledForBucket(true));
        version = s3.putObject(b -> b.bucket("data").key("run/1"), RequestBody.fromString("x"))
                .versionId();
        Bucket bucket = running.gateway.store().bucket("data").orElseThrow();
        long max = running.gateway
                .notebooks()
                .account("max", Principal.Kind.PERSON)
                .id();
        Chosen run = new Chosen.Prefix("run/".getBytes(StandardCharsets.UTF_8));
        running.gateway.disposing().waste().mark(max, bucket, run, "detector was off");
        assertThat(running.gateway
                        .disposing()
                        .waste()
                        .dispose(max, bucket, run, false)
                        .disposed())
                .isEqualTo(1);
    }

    @AfterEach
    void noLedgerDriftIsLeft() throws IOException {
        assertThat(running.gateway.quotas().verify()).isEmpty();
        s3.close();
        running.close();
    }

    private static S3Exception refused(S3Client client, String version) {
        return catchThrowableOfType(
                S3Exception.class,
                () -> client.getObject(b -> b.bucket("data").key("run/1").versionId(version)));
    }

    @Test
    void whoMayReadLearnsWhenAndWhy() {
        S3Exception refused = refused(s3, version);
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("NoSuchVersion");
        assertThat(refused.awsErrorDetails().errorMessage())
                .contains("disposed of on 20")
                .contains("by max")
                .contains("detector was off");
        S3Exception head = catchThrowableOfType(
                S3Exception.class,
                () -> s3.headObject(b -> b.bucket("data").key("run/1").versionId(version)));
        assertThat(head.statusCode()).isEqualTo(404);
        assertThat(head.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-gedeon-disposed"))
                .isPresent();
        S3Exception current = catchThrowableOfType(
                S3Exception.class, () -> s3.getObject(b -> b.bucket("data").key("run/1")));
        assertThat(current.awsErrorDetails().errorCode()).isEqualTo("NoSuchKey");
    }

    @Test
    void whoMayNotReadLearnsNothing() {
        try (S3Client agent = running.client(running.key(running.notebook, Role.AGENT))) {
            S3Exception refused = refused(agent, version);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(String.valueOf(refused.awsErrorDetails().errorMessage())).doesNotContain("detector", "disposed");
        }
    }

    @Test
    void whatWasNeverThereIsJustNotThere() {
        String other = s3.putObject(b -> b.bucket("data").key("other"), RequestBody.fromString("y"))
                .versionId();
        S3Exception refused = refused(s3, other);
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("NoSuchVersion");
        assertThat(refused.awsErrorDetails().errorMessage()).doesNotContain("disposed");
    }
}
