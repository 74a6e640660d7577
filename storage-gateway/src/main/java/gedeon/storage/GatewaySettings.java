package gedeon.storage;

import gedeon.storage.disposal.DisposalSettings;
import gedeon.storage.journal.JournalSettings;
import gedeon.storage.lifecycle.LifecycleSettings;
import gedeon.storage.lifecycle.TieringSettings;
import gedeon.storage.quota.QuotaSettings;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.sql.DatabaseSettings;
import gedeon.storage.webhooks.WebhookSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * @param identity what the process says of itself
 * @param connections of the pool; two committers, one listener, the rest for reads and draws
 * @param database how long it is waited for
 * @param masterKey 32 bytes that wrap access-key secrets; never in the database
 * @param consumers of the outbox: each commit writes a row for each
 * @param quota when scopes are nearly full, and what limits may promise together
 * @param lifecycle of objects and uploads
 * @param tiering of blobs between tiers
 * @param disposal of what is waste, and of what two persons agree on
 * @param journal of the namespace in tiers
 * @param webhooks to which buckets send what happens in them
 * @param grace how long content that nothing names stays
 */
public record GatewaySettings(
        String jdbcUrl,
        String user,
        String password,
        ProcessIdentity identity,
        int connections,
        DatabaseSettings database,
        byte[] masterKey,
        List<String> consumers,
        LeaseSettings lease,
        QuotaSettings quota,
        LifecycleSettings lifecycle,
        TieringSettings tiering,
        DisposalSettings disposal,
        JournalSettings journal,
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
                ProcessIdentity.of(ProcessIdentity.Role.GATEWAY),
                24,
                DatabaseSettings.DEFAULTS,
                masterKey,
                consumers,
                LeaseSettings.DEFAULTS,
                QuotaSettings.DEFAULTS,
                LifecycleSettings.DEFAULTS,
                TieringSettings.DEFAULTS,
                DisposalSettings.DEFAULTS,
                JournalSettings.DEFAULTS,
                WebhookSettings.DEFAULTS,
                Duration.ofHours(24),
                Duration.ofMinutes(1));
    }

    public GatewaySettings withIdentity(ProcessIdentity other) {
        return with(draft -> draft.identity = other);
    }

    public GatewaySettings withDatabase(DatabaseSettings other) {
        return with(draft -> draft.database = other);
    }

    public GatewaySettings withLease(LeaseSettings other) {
        return with(draft -> draft.lease = other);
    }

    public GatewaySettings withQuota(QuotaSettings other) {
        return with(draft -> draft.quota = other);
    }

    public GatewaySettings withLifecycle(LifecycleSettings other) {
        return with(draft -> draft.lifecycle = other);
    }

    public GatewaySettings withTiering(TieringSettings other) {
        return with(draft -> draft.tiering = other);
    }

    public GatewaySettings withDisposal(DisposalSettings other) {
        return with(draft -> draft.disposal = other);
    }

    public GatewaySettings withJournal(JournalSettings other) {
        return with(draft -> draft.journal = other);
    }

    public GatewaySettings withWebhooks(WebhookSettings other) {
        return with(draft -> draft.webhooks = other);
    }

    /** @param otherGrace how long content that nothing names stays */
    public GatewaySettings withGarbage(Duration otherGrace, Duration otherCollectEvery) {
        return with(draft -> {
            draft.grace = otherGrace;
            draft.collectEvery = otherCollectEvery;
        });
    }

    private GatewaySettings with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return new GatewaySettings(
                jdbcUrl,
                user,
                password,
                draft.identity,
                connections,
                draft.database,
                masterKey,
                consumers,
                draft.lease,
                draft.quota,
                draft.lifecycle,
                draft.tiering,
                draft.disposal,
                draft.journal,
                draft.webhooks,
                draft.grace,
                draft.collectEvery);
    }

    /** What may become other. */
    private final class Draft {
        private ProcessIdentity identity = GatewaySettings.this.identity;
        private DatabaseSettings database = GatewaySettings.this.database;
        private LeaseSettings lease = GatewaySettings.this.lease;
        private QuotaSettings quota = GatewaySettings.this.quota;
        private LifecycleSettings lifecycle = GatewaySettings.this.lifecycle;
        private TieringSettings tiering = GatewaySettings.this.tiering;
        private DisposalSettings disposal = GatewaySettings.this.disposal;
        private JournalSettings journal = GatewaySettings.this.journal;
        private WebhookSettings webhooks = GatewaySettings.this.webhooks;
        private Duration grace = GatewaySettings.this.grace;
        private Duration collectEvery = GatewaySettings.this.collectEvery;
    }

    @Override
    public String toString() {
        return "GatewaySettings[" + jdbcUrl + "]";
    }
}
