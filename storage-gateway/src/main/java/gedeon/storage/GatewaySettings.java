package gedeon.storage;

import gedeon.storage.lifecycle.LifecycleSettings;
import gedeon.storage.lifecycle.TieringSettings;
import gedeon.storage.quota.QuotaSettings;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.webhooks.WebhookSettings;
import java.time.Duration;
import java.util.List;

/**
 * @param connections of the pool; two committers, one listener, the rest for reads and draws
 * @param masterKey 32 bytes that wrap access-key secrets; never in the database
 * @param consumers of the outbox: each commit writes a row for each
 * @param quota when scopes are nearly full, and what limits may promise together
 * @param lifecycle of objects and uploads
 * @param tiering of blobs between tiers
 * @param webhooks to which buckets send what happens in them
 * @param grace how long content that nothing names stays
 */
public record GatewaySettings(
        String jdbcUrl,
        String user,
        String password,
        int connections,
        byte[] masterKey,
        List<String> consumers,
        LeaseSettings lease,
        QuotaSettings quota,
        LifecycleSettings lifecycle,
        TieringSettings tiering,
        WebhookSettings webhooks,
        Duration grace,
        Duration collectEvery) {
    public GatewaySettings {
        if (connections < 6) {
            throw new IllegalArgumentException("the gateway needs at least 6 database connections, was " + connections);
        }
    }

    /** Production values for what is not said. */
    public static GatewaySettings of(
            String jdbcUrl, String user, String password, byte[] masterKey, List<String> consumers) {
        return new GatewaySettings(
                jdbcUrl,
                user,
                password,
                24,
                masterKey,
                consumers,
                LeaseSettings.DEFAULTS,
                QuotaSettings.DEFAULTS,
                LifecycleSettings.DEFAULTS,
                TieringSettings.DEFAULTS,
                WebhookSettings.DEFAULTS,
                Duration.ofHours(24),
                Duration.ofMinutes(1));
    }

    public GatewaySettings withLease(LeaseSettings other) {
        return new GatewaySettings(
                jdbcUrl,
                user,
                password,
                connections,
                masterKey,
                consumers,
                other,
                quota,
                lifecycle,
                tiering,
                webhooks,
                grace,
                collectEvery);
    }

    public GatewaySettings withQuota(QuotaSettings other) {
        return new GatewaySettings(
                jdbcUrl,
                user,
                password,
                connections,
                masterKey,
                consumers,
                lease,
                other,
                lifecycle,
                tiering,
                webhooks,
                grace,
                collectEvery);
    }

    public GatewaySettings withLifecycle(LifecycleSettings other) {
        return new GatewaySettings(
                jdbcUrl,
                user,
                password,
                connections,
                masterKey,
                consumers,
                lease,
                quota,
                other,
                tiering,
                webhooks,
                grace,
                collectEvery);
    }

    public GatewaySettings withTiering(TieringSettings other) {
        return new GatewaySettings(
                jdbcUrl,
                user,
                password,
                connections,
                masterKey,
                consumers,
                lease,
                quota,
                lifecycle,
                other,
                webhooks,
                grace,
                collectEvery);
    }

    public GatewaySettings withWebhooks(WebhookSettings other) {
        return new GatewaySettings(
                jdbcUrl,
                user,
                password,
                connections,
                masterKey,
                consumers,
                lease,
                quota,
                lifecycle,
                tiering,
                other,
                grace,
                collectEvery);
    }

    /** @param otherGrace how long content that nothing names stays */
    public GatewaySettings withGarbage(Duration otherGrace, Duration otherCollectEvery) {
        return new GatewaySettings(
                jdbcUrl,
                user,
                password,
                connections,
                masterKey,
                consumers,
                lease,
                quota,
                lifecycle,
                tiering,
                webhooks,
                otherGrace,
                otherCollectEvery);
    }

    @Override
    public String toString() {
        return "GatewaySettings[" + jdbcUrl + "]";
    }
}
