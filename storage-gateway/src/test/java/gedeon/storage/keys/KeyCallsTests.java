package gedeon.storage.keys;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Encryption;
import gedeon.storage.Gateway;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.tier.memory.MemoryTier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often a provider of keys is asked, which may be a disk or a network away. */
class KeyCallsTests {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Settable clock = new Settable();
    private final Gateway gateway =
            Gateway.open(TestGateway.settings(), new MemoryTier(), new UUID(0, 1), counted(new MemoryKeys()), clock);

    @AfterEach
    void close() throws Exception {
        gateway.close();
    }

    private static final class Settable extends Clock {
        private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private KeyProvider counted(KeyProvider real) {
        return (KeyProvider) Proxy.newProxyInstance(
                KeyProvider.class.getClassLoader(), new Class<?>[] {KeyProvider.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aPutWrapsOnceAndAsksOnceWhetherTheKeyLives() throws Exception {
        int notebook = TestGateway.notebook(gateway, "n", 1L << 30).id();
        gateway.store().createBucket(notebook, "data", true);
        Bucket named = gateway.store().bucket("data").orElseThrow();
        gateway.store().set(named, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
        Bucket bucket = gateway.store().bucket("data").orElseThrow();
        gateway.store().put(TestGateway.aPut(bucket, "first", new byte[10]));
        assertThat(calls).containsExactly("wrap", "ensure", "wrap", "alive");
        calls.clear();
        gateway.store().put(TestGateway.aPut(bucket, "next", new byte[10]));
        assertThat(calls).containsExactly("wrap", "alive");
    }

    @Test
    void destroyedKeysAreErasedOnceAnHour() throws Exception {
        gateway.keys().tidy();
        gateway.keys().tidy();
        clock.now = clock.now.plus(Duration.ofMinutes(59));
        gateway.keys().tidy();
        assertThat(calls).containsExactly("erase");
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        gateway.keys().tidy();
        assertThat(calls).containsExactly("erase", "erase");
    }
}
