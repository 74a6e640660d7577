package gedeon.storage.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.tier.memory.MemoryTier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The row of a key's head is written when the head changes, and only then. */
class HeadTests {
    private static final ObjectKey KEY = ObjectKey.of("k");

    private GatewaySettings settings;
    private Gateway gateway;
    private ObjectStore store;
    private Bucket bucket;

    @BeforeEach
    void open() {
        settings = TestGateway.settings();
        gateway = TestGateway.open(settings, new MemoryTier());
        store = gateway.store();
        bucket = store.createBucket(TestGateway.notebook(gateway, "n", 1 << 20).id(), "bucket", true);
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
    }

    private StoredVersion put() throws Exception {
        return store.put(TestGateway.aPut(bucket, "k", new byte[1]));
    }

    private StoredVersion marker() {
        return store.delete(bucket, KEY, null, false).version().orElseThrow();
    }

    private void remove(StoredVersion version) {
        store.delete(bucket, KEY, version.version(), false);
    }

    /** Version and place of the row; a rewritten one lies elsewhere. Empty where there is none. */
    private String head() throws SQLException {
        try (Connection c = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var s = c.createStatement();
                var row = s.executeQuery("select seq || ' at ' || ctid from storage.current")) {
            return row.next() ? row.getString(1) : "";
        }
    }

    @Test
    void whatLiesBelowTheHeadGoesWithoutTouchingIt() throws Exception {
        StoredVersion first = put();
        StoredVersion marker = marker();
        put();
        String head = head();
        remove(first);
        remove(marker);
        assertThat(head()).isEqualTo(head).isNotEmpty();
    }

    @Test
    void theHeadsRemovalUncoversTheVersionBelow() throws Exception {
        StoredVersion first = put();
        remove(put());
        assertThat(head()).startsWith(first.version().seq() + " ");
        remove(first);
        assertThat(head()).isEmpty();
    }

    @Test
    void onlyTheMarkerOnTopUncoversAVersion() throws Exception {
        StoredVersion first = put();
        StoredVersion second = put();
        StoredVersion below = marker();
        StoredVersion top = marker();
        remove(below);
        assertThat(head()).isEmpty();
        remove(second);
        assertThat(head()).isEmpty();
        remove(top);
        assertThat(head()).startsWith(first.version().seq() + " ");
    }
}
