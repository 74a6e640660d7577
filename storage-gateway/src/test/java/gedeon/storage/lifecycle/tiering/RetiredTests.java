package gedeon.storage.lifecycle.tiering;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.Tiers;
import gedeon.storage.tier.memory.MemoryTier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Copies that were retired go, as long as they are this process's to take away. */
class RetiredTests {
    private static final Duration CLAIM = Duration.ofSeconds(4);

    /** Behind the claim's end another process may have written the blob there anew: a tier that took long for some keeps the rest. */
    @Test
    void aSlowTierKeepsWhatTheClaimIsTooShortFor() throws Exception {
        GatewaySettings settings = TestGateway.settings();
        MemoryTier memory = new MemoryTier();
        try (Gateway gateway = TestGateway.open(settings, memory)) {
            Sql sql = sql(settings);
            Bucket bucket = gateway.store()
                    .createBucket(TestGateway.notebook(gateway, "n", 1L << 20).id(), "data", true);
            for (int i = 0; i < 5; i++) {
                gateway.store().put(TestGateway.aPut(bucket, "object/" + i, new byte[10]));
            }
            // A minute ago: long enough here, and too short for the gateway's own housekeeping.
            sql.update("update location set state = 'r', retired_at = now() - interval '1 minute'");
            Tiers slow = new SlowTiers(gateway.tiers(), CLAIM.dividedBy(3));
            new Retired(sql, slow, Duration.ZERO, CLAIM).run();
            // Two before half of the claim was over.
            assertThat(left(sql)).isEqualTo(3);
            assertThat(memory.blobs()).isEqualTo(3);
            // The rest is claimed still: nobody takes it away twice.
            Retired quick = new Retired(sql, gateway.tiers(), Duration.ZERO, CLAIM);
            quick.run();
            assertThat(left(sql)).isEqualTo(3);
            sql.update("update location set claimed_until = now() - interval '1 second'");
            quick.run();
            assertThat(left(sql)).isZero();
            assertThat(memory.blobs()).isZero();
        }
    }

    private static Sql sql(GatewaySettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.jdbcUrl());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setCurrentSchema("storage");
        return new Sql(source);
    }

    private static long left(Sql sql) {
        return sql.one(row -> row.getLong(1), "select count(*) from location").orElseThrow();
    }

    /** Tiers that take their time to delete. */
    private record SlowTiers(Tiers tiers, Duration each) implements Tiers {
        @Override
        public Tier of(short id) throws TierOffline {
            Tier tier = tiers.of(id);
            return (Tier) Proxy.newProxyInstance(
                    Tier.class.getClassLoader(), new Class<?>[] {Tier.class}, (self, method, values) -> {
                        if (method.getName().equals("delete")) {
                            Thread.sleep(each);
                        }
                        try {
                            return method.invoke(tier, values);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public int rank(short id) {
            return tiers.rank(id);
        }

        @Override
        public List<Short> landing(int notebook) {
            return tiers.landing(notebook);
        }
    }
}
