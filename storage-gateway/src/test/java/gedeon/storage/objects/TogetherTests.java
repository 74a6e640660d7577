package gedeon.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects that are stored together: whatever goes wrong with one, none of them is there, and nothing of them stays behind. */
class TogetherTests {
    private static final long ROOM = 100_000;

    private final MemoryTier tier = new MemoryTier();
    private Gateway gateway;
    private int notebook;
    private Bucket bucket;

    @BeforeEach
    void open() {
        gateway = TestGateway.open(TestGateway.settings(), tier);
        notebook = TestGateway.notebook(gateway, "n", ROOM).id();
        bucket = gateway.store().createBucket(notebook, "bucket", false);
    }

    @AfterEach
    void close() throws IOException {
        assertThat(gateway.quotas().verify()).isEmpty();
        gateway.close();
    }

    private Put put(String key, InputStream body, int length, Conditions conditions) {
        return new Put(bucket, ObjectKey.of(key), body, length, Attributes.NONE, Set.of(), List::of, conditions);
    }

    private Put put(String key, int length) {
        return put(key, new ByteArrayInputStream(new byte[length]), length, Conditions.NONE);
    }

    /** A body before whose first byte something happens. */
    private static InputStream after(Runnable act, int length) {
        return new ByteArrayInputStream(new byte[length]) {
            private boolean done;

            @Override
            public synchronized int read(byte[] buffer, int offset, int count) {
                if (!done) {
                    done = true;
                    act.run();
                }
                return super.read(buffer, offset, count);
            }
        };
    }

    private boolean there(String key) {
        return gateway.store().find(bucket, ObjectKey.of(key), null, false).isPresent();
    }

    private long used() {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook)).used().value();
    }

    @Test
    void allOfThemAreThere() throws Exception {
        List<StoredVersion> stored =
                gateway.store().putTogether(new Together(bucket, 30, 2, () -> List.of(put("a", 10), put("b", 20))));

        assertThat(stored.stream().map(one -> one.key().toString())).containsExactly("a", "b");
        assertThat(used()).isEqualTo(30);
        assertThat(tier.blobs()).isEqualTo(2);
    }

    @Test
    void aKeyThatIsTakenWhileTheyAreWrittenRefusesAll() {
        Conditions onlyNew = new Conditions(null, "*");
        InputStream late = after(
                () -> {
                    try {
                        gateway.store().put(put("b", 5));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                20);

        assertThatThrownBy(() -> gateway.store()
                        .putTogether(new Together(
                                bucket, 60, 3, () -> List.of(put("a", 10), put("b", late, 20, onlyNew), put("c", 30)))))
                .isInstanceOfSatisfying(Refusal.class, e -> {
                    assertThat(e.reason()).isEqualTo(Refusal.Reason.PRECONDITION_FAILED);
                    assertThat(e.about()).contains(ObjectKey.of("b"));
                });

        assertThat(there("a")).isFalse();
        assertThat(there("c")).isFalse();
        assertThat(used()).isEqualTo(5);
        assertThat(tier.blobs()).isEqualTo(1);
    }

    @Test
    void aBodyThatBreaksOffTakesTheOthersBack() throws Exception {
        InputStream broken = after(
                () -> {
                    throw new UncheckedIOException(new IOException("the line is cut"));
                },
                20);

        assertThatThrownBy(() -> gateway.store()
                        .putTogether(new Together(
                                bucket,
                                ROOM,
                                2,
                                () -> List.of(put("a", (int) ROOM - 20), put("b", broken, 20, Conditions.NONE)))))
                .hasRootCauseMessage("the line is cut");

        assertThat(there("a")).isFalse();
        assertThat(tier.blobs()).isZero();
        // All of the room is there again.
        gateway.store().put(put("whole", (int) ROOM));
    }

    @Test
    void whatComesIsWhatWasSaid() {
        List<Put> puts = new ArrayList<>(List.of(put("a", 10), put("b", 20)));
        for (Together other : List.of(
                new Together(bucket, 31, 2, () -> puts),
                new Together(bucket, 30, 3, () -> puts),
                new Together(bucket, 20, 2, () -> List.of(put("a", 10), put("a", 10))))) {
            assertThatThrownBy(() -> gateway.store().putTogether(other)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Together(bucket, 0, 257, () -> puts)).hasMessageContaining("257");
        assertThatThrownBy(() -> new Together(bucket, -1, 1, () -> puts)).hasMessageContaining("-1");
        assertThat(tier.blobs()).isZero();
        assertThat(used()).isZero();
    }
}
