package gedeon.storage.tier.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierKind;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tiers that cannot measure what is left: somebody said how much they may hold. */
class CapacityTests extends SeveralTiers {
    private static final long CAPACITY = 10_000;

    @Test
    void whatIsLeftIsTheCapacityWithoutWhatWasThereWhenItWasCounted() throws IOException {
        try (JdbcTiers tiers = new JdbcTiers(
                sql,
                List.of(new Limited()),
                gateway.tiers().all().getFirst(),
                new MemoryTier(),
                UUID.randomUUID(),
                false)) {
            TierRow far = tiers.add("limited", "far", Map.of(), 0);
            assertThat(tiers.room(far.id())).isEqualTo(new JdbcTiers.Room(CAPACITY, CAPACITY));
            lies("one", far);
            tiers.countStale(Duration.ofHours(6));
            assertThat(tiers.room(far.id())).isEqualTo(new JdbcTiers.Room(7_000, 7_000));
            lies("two", far);
            tiers.countStale(Duration.ofHours(6));
            assertThat(tiers.free(far.id())).isEqualTo(7_000);
            tiers.countStale(Duration.ZERO);
            assertThat(tiers.free(far.id())).isEqualTo(4_000);
            assertThat(tiers.spare(far.id())).isEqualTo(4_000);
        }
        assertThat(gateway.tiers().all())
                .filteredOn(row -> !row.kind().equals("limited"))
                .allMatch(row -> row.held() == null);
    }

    private void lies(String key, TierRow in) throws IOException {
        put(key, random(3000));
        sql.update(
                "update location set tier_id = ? where blob_id = (select blob_id from version where seq = ?)",
                in.id(),
                found(key).version().seq());
    }

    private static final class Limited implements TierKind {
        @Override
        public String name() {
            return "limited";
        }

        @Override
        public UUID create(Map<String, String> settings) {
            return UUID.randomUUID();
        }

        @Override
        public Tier open(Map<String, String> settings, UUID tier, UUID writer) {
            MemoryTier memory = new MemoryTier();
            return (Tier) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Tier.class},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "capacity" -> OptionalLong.of(CAPACITY);
                        case "free", "spare" -> Long.MAX_VALUE;
                        default -> {
                            try {
                                yield method.invoke(memory, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }
                    });
        }
    }
}
