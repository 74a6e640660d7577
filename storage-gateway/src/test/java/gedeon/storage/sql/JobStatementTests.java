package gedeon.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.Encryption;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.journal.JournalSettings;
import gedeon.storage.lifecycle.LifecycleSettings;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.tier.memory.MemoryTier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Jobs that ask again and again what is due never read what is not. The database counts, while the real jobs run their rounds, how many rows were read of each
 * table, by scans and by indexes alike: far fewer than it has.
 */
class JobStatementTests {
    /** Nothing of it is due. */
    private static final String FILL = """
            insert into storage.version (bucket_id, key, seq, nonce, is_null, size, blob_id, etag, change) select b.id, convert_to('f/' || n, 'utf8'), nextval('storage.seq'), n, false, 1, md5('b' || n)::uuid, 'e', 0 from generate_series(1, 200000) n, storage.bucket b where b.name = 'full';
            insert into storage.blob (id, notebook, size, key_kind, key_name, key_generation, wrapped) select md5('b' || n)::uuid, %1$d, 1, 'k', 'other', 1, '\\x00' from generate_series(1, 100000) n;
            insert into storage.location (blob_id, tier_id, pos, length) select md5('b' || n)::uuid, 1, 0, 17 from generate_series(1, 100000) n;
            insert into storage.part (content_id, number, start, size, blob_id, md5) select md5('c' || n / 4)::uuid, n %% 4 + 1, n %% 4, 1, md5('p' || n)::uuid, '\\x00' from generate_series(1, 100000) n;
            insert into storage.upload (id, bucket_id, key, nonce) select md5('c' || n)::uuid, b.id, convert_to('u/' || n, 'utf8'), n from generate_series(1, 50000) n, storage.bucket b where b.name = 'full';
            insert into storage.upload (id, bucket_id, key, nonce, completed_seq, completed) select md5('d' || n)::uuid, b.id, convert_to('u/' || n, 'utf8'), n, 1, now() from generate_series(1, 50000) n, storage.bucket b where b.name = 'full';
            insert into storage.kept_room (upload, notebook, bytes) select id, %1$d, 0 from storage.upload where completed is null;
            insert into storage.reservation (id, notebook, account, source, name, bytes, objects, expires) select md5('r' || n)::uuid, %1$d, a.id, 's', 'n', 0, 0, now() + interval '1 day' from generate_series(1, 50000) n, storage.account a;
            insert into storage.garbage (blob_id) select md5('g' || n)::uuid from generate_series(1, 50000) n;
            insert into storage.outbox (consumer, event, body, change, ready_at) select 'catalogue', 'stored', '{}', n, now() + interval '1 day' from generate_series(1, 25000) n;
            insert into storage.outbox (consumer, event, body, change) select 'other', 'stored', '{}', n from generate_series(1, 25000) n;
            insert into storage.outbox (consumer, event, body, change, webhook, ready_at) select 'notifications', 'e', '{}', n, %1$d || '/slow', now() + interval '1 day' from generate_series(1, 50000) n;
            insert into storage.access_key (id, secret, account, notebook, role, expires, session) select 'T' || n, '\\x00', a.id, %1$d, 'READER', now() + interval '1 hour', '\\x00' from generate_series(1, 50000) n, storage.account a;
            insert into storage.key_withdrawal (notebook, key_name, key_generation, finished) select %1$d, 'old', n, now() from generate_series(1, 50000) n;
            insert into storage.bucket (name, notebook) select 'b' || n, %2$d from generate_series(1, 50000) n;
            insert into storage.lifecycle_walk (bucket_id, due) select id, now() + interval '1 day' from storage.bucket where name <> 'ruled';
            """;

    private static final String READ = """
            select t.relation, sum(t.read) from (
                select regexp_replace(relname, '_[0-9]+$', '') as relation, seq_tup_read as read from pg_stat_user_tables where schemaname = 'storage'
                union all select regexp_replace(relname, '_[0-9]+$', ''), idx_tup_read from pg_stat_user_indexes where schemaname = 'storage') t
            group by 1 having sum(t.read) >= 20000""";

    private static final List<String> ASKED = List.of(
            "upload_untouched",
            "upload_completed",
            "kept_room_untouched",
            "reservation_expires",
            "garbage_since",
            "outbox_of_webhook",
            "access_key_expired",
            "lifecycle_walk_due");
    private static final String RULE =
            "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter><Prefix></Prefix></Filter><Expiration><Days>300</Days></Expiration></Rule></LifecycleConfiguration>";

    @Test
    void noJobReadsWhatIsNotDue() throws Exception {
        // A snapshot of the journal reads everything, as it should.
        GatewaySettings base =
                TestGateway.settings().withJournal(JournalSettings.DEFAULTS.keptEvery(Duration.ofDays(1)));
        int notebook;
        int other;
        try (Gateway gateway = TestGateway.open(base, new MemoryTier())) {
            notebook = TestGateway.notebook(gateway, "n", 1L << 40).id();
            other = TestGateway.notebook(gateway, "other", 1L << 40).id();
            gateway.notebooks().account("ada", Principal.Kind.PERSON);
            gateway.store().createBucket(notebook, "full", true);
            gateway.store().createBucket(notebook, "ruled", true);
        }
        try (Connection c = connect(base);
                Statement s = c.createStatement()) {
            s.execute(FILL.formatted(notebook, other));
            s.execute("vacuum analyze");
            s.execute("select pg_stat_reset()");
        }
        GatewaySettings settings = base.withLifecycle(
                        new LifecycleSettings(Duration.ofMillis(1200), Duration.ofDays(7), Duration.ofHours(24)))
                .withGarbage(base.grace(), Duration.ofMillis(100));
        MemoryKeys keys = new MemoryKeys();
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier(), keys)) {
            Bucket bucket = gateway.store().bucket("ruled").orElseThrow();
            gateway.store().set(bucket, BucketSetting.LIFECYCLE, RULE);
            gateway.store().set(bucket, BucketSetting.ENCRYPTION, Encryption.NOTEBOOK_KEY.text());
            bucket = gateway.store().bucket("ruled").orElseThrow();
            for (int i = 0; i < 10; i++) {
                gateway.store().put(TestGateway.aPut(bucket, "k" + i, new byte[10]));
                gateway.outbox().claim("catalogue", 10);
            }
            gateway.keys().renew(KeyName.own(notebook));
            gateway.keys().withdraw(new KeyRef(KeyName.own(notebook), 1));
            Await.until(() -> !keys.alive(new KeyRef(KeyName.own(notebook), 1)));
            Await.until(() -> rounds(settings) >= 10);
        }
        Await.until(() -> connections(settings) == 0);
        List<String> read = new ArrayList<>();
        try (Connection c = connect(settings);
                Statement s = c.createStatement();
                var rows = s.executeQuery(READ)) {
            while (rows.next()) {
                read.add(rows.getLong(2) + " rows of " + rows.getString(1));
            }
        }
        assertThat(read).isEmpty();
    }

    private static Connection connect(GatewaySettings settings) throws SQLException {
        return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
    }

    /** How often the job that had the fewest has asked. */
    private static long rounds(GatewaySettings settings) {
        return number(
                settings,
                "select min(idx_scan) from pg_stat_user_indexes where indexrelname in ('" + String.join("','", ASKED)
                        + "')");
    }

    private static long connections(GatewaySettings settings) {
        return number(
                settings,
                "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'");
    }

    private static long number(GatewaySettings settings, String query) {
        try (Connection c = connect(settings);
                Statement s = c.createStatement();
                var row = s.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
