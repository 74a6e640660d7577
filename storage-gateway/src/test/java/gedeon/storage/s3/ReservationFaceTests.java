package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.storage.Quota;
import gedeon.storage.Reservations.Wanted;
import gedeon.storage.Scope;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A notebook of 20 MiB whose room is reserved: requests that name the reservation have it, and no others. */
class ReservationFaceTests {
    private static final int MIB = 1 << 20;

    private RunningS3 running;
    private S3Client s3;
    private String reservation;

    @BeforeEach
    void start() throws IOException {
        running = new RunningS3();
        running.gateway.store().createBucket(running.notebook, "data", true);
        running.gateway.quotas().setLimit(new Scope.OfNotebook(running.notebook), new ByteCount(20 * MIB));
        s3 = running.client(running.owner);
        reservation = running.gateway
                .reservations()
                .reserve(
                        new Wanted(running.notebook, running.account, "ms", "run1", new ByteCount(20 * MIB), 2),
                        Duration.ofDays(7))
                .id()
                .toString();
    }

    @AfterEach
    void stop() throws Exception {
        assertThat(running.gateway.quotas().verify()).isEmpty();
        s3.close();
        running.close();
    }

    private static Consumer<AwsRequestOverrideConfiguration.Builder> naming(String reservation) {
        return o -> o.putHeader("x-gedeon-reservation", reservation);
    }

    private static void put(S3Client by, String key, int bytes, String named) {
        by.putObject(
                b -> b.bucket("data").key(key).overrideConfiguration(naming(named)),
                RequestBody.fromBytes(new byte[bytes]));
    }

    private void assertCode(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    private Quota quota() {
        return running.gateway.quotas().quota(new Scope.OfNotebook(running.notebook));
    }

    @Test
    void objectsAndUploadsThatNameItAreStoredInItsRoom() {
        assertCode(
                "QuotaExceeded",
                () -> s3.putObject(b -> b.bucket("data").key("other"), RequestBody.fromBytes(new byte[1])));
        put(s3, "a", 8 * MIB, reservation);
        // A declared size keeps nothing beside it, and parts need not name it again.
        String upload = s3.createMultipartUpload(b -> b.bucket("data")
                        .key("b")
                        .overrideConfiguration(o -> o.putHeader("x-gedeon-reservation", reservation)
                                .putHeader("x-gedeon-object-size", String.valueOf(12 * MIB))))
                .uploadId();
        assertThat(quota().reserved().value()).isEqualTo(12 * MIB);
        CompletedPart[] parts = new CompletedPart[2];
        for (int i = 0; i < 2; i++) {
            int number = i + 1;
            String etag = s3.uploadPart(
                            b -> b.bucket("data").key("b").uploadId(upload).partNumber(number),
                            RequestBody.fromBytes(new byte[6 * MIB]))
                    .eTag();
            parts[i] = CompletedPart.builder().partNumber(number).eTag(etag).build();
        }
        s3.completeMultipartUpload(
                b -> b.bucket("data").key("b").uploadId(upload).multipartUpload(m -> m.parts(parts)));
        assertThat(quota().used().value()).isEqualTo(20 * MIB);
        assertThat(quota().reserved().value()).isZero();
    }

    @Test
    void whoIsNotItsAccountHasNoRoomInIt() {
        long other = running.gateway
                .notebooks()
                .account("bob", Principal.Kind.PERSON)
                .id();
        AccessKey key = running.gateway.notebooks().issueKey(other, running.notebook, Role.OWNER);
        try (S3Client bob = running.client(key)) {
            assertCode("QuotaExceeded", () -> put(bob, "a", 1, reservation));
        }
        assertThat(quota().reserved().value()).isEqualTo(20 * MIB);
    }

    @Test
    void oneThatIsNotThereIsAsNoneAndOneThatIsNoIdIsAMistake() {
        assertCode("QuotaExceeded", () -> put(s3, "a", 1, UUID.randomUUID().toString()));
        assertCode("InvalidArgument", () -> put(s3, "a", 1, "mine"));
        running.gateway.reservations().end(running.account, UUID.fromString(reservation));
        put(s3, "a", 20 * MIB, reservation);
        assertThat(quota().used().value()).isEqualTo(20 * MIB);
    }
}
