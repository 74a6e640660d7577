package gedeon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.memory.MemoryTier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Each step of the housekeeping stands for itself. */
class HousekeepingTests {
    @Test
    void aStepThatFailsKeepsNoneBehindIt() throws Exception {
        GatewaySettings base = TestGateway.settings();
        GatewaySettings settings = base.withGarbage(base.grace(), Duration.ofMillis(30));
        try (var c = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var s = c.createStatement()) {
            s.execute("alter table storage.garbage rename to gone");
        }
        MemoryTier memory = new MemoryTier();
        AtomicInteger sweeps = new AtomicInteger();
        Tier counting = (Tier) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Tier.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sweep")) {
                        sweeps.incrementAndGet();
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        Gateway gateway = TestGateway.open(settings, counting, new MemoryKeys());
        try {
            Await.until(() -> sweeps.get() > 1);
            assertThat(sweeps.get()).isGreaterThan(1);
        } finally {
            gateway.close();
        }
    }
}
