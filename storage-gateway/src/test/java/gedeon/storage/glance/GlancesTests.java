package gedeon.storage.glance;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GlancesTests {
    private static final ObjectKey RUN = ObjectKey.of("run.raw");

    private Gateway gateway;
    private Bucket bucket;
    private AccessKey key;

    @BeforeEach
    void open() {
        gateway = TestGateway.open();
        int notebook = TestGateway.notebook(gateway, "nmr", 1L << 30).id();
        bucket = gateway.store().createBucket(notebook, "runs", true);
        long account = gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
        key = gateway.notebooks().issueKey(account, notebook, Role.READER);
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
    }

    private Glance look() {
        return gateway.glances().at(key.accessKey(), "runs", RUN);
    }

    @Test
    void whatIsSeenAtOnceIsWhatIsSeenOneByOne() throws IOException {
        gateway.store().put(TestGateway.aPut(bucket, "run.raw", new byte[] {1}));
        StoredVersion newest = gateway.store().put(TestGateway.aPut(bucket, "run.raw", new byte[] {2, 3}));
        Glance seen = look();
        assertThat(Objects.requireNonNull(seen.holder()).secretKey()).isEqualTo(key.secretKey());
        assertThat(seen.holder().principal())
                .isEqualTo(gateway.notebooks()
                        .byAccessKey(key.accessKey())
                        .orElseThrow()
                        .principal());
        assertThat(seen.bucket()).isEqualTo(gateway.store().bucket("runs").orElseThrow());
        assertThat(seen.newest())
                .isEqualTo(gateway.store().find(bucket, RUN, null, false).orElseThrow());
        assertThat(Objects.requireNonNull(seen.newest()).version()).isEqualTo(newest.version());
        try (var in = gateway.store().read(newest, Objects.requireNonNull(seen.whole()), 0, 2, null)) {
            assertThat(in.readAllBytes()).containsExactly(2, 3);
        }
    }

    @Test
    void aMarkerIsSeenAsOneAndLiesNowhere() throws IOException {
        gateway.store().put(TestGateway.aPut(bucket, "run.raw", new byte[] {1}));
        gateway.store().delete(bucket, RUN, null, false);
        assertThat(Objects.requireNonNull(look().newest()).deleteMarker()).isTrue();
        assertThat(look().whole()).isNull();
    }

    @Test
    void whatIsNotThereIsNotSeen() {
        assertThat(look().newest()).isNull();
        assertThat(gateway.glances().at(key.accessKey(), "none", RUN).bucket()).isNull();
        assertThat(gateway.glances().at(key.accessKey(), "no\0ne", RUN).bucket())
                .isNull();
        assertThat(gateway.glances().at(key.accessKey(), null, null).holder()).isNotNull();
    }

    @Test
    void whoHoldsNoKeySeesNothing() throws IOException {
        gateway.store().put(TestGateway.aPut(bucket, "run.raw", new byte[] {1}));
        assertThat(gateway.glances().at("GEDNOBODY", "runs", RUN)).isEqualTo(Glance.NOTHING);
        gateway.notebooks().revokeKey(key.accessKey());
        assertThat(look()).as("revoked, from the next look on").isEqualTo(Glance.NOTHING);
    }
}
