package gedeon.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.disposal.Chosen;
import gedeon.storage.disposal.DisposalRequest;
import gedeon.storage.disposal.DisposalSettings;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.journal.JournalSettings;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import gedeon.storage.tier.memory.MemoryTier;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Acts on a few versions read a few rows, however many versions, marks, tombstones and disposals there are: counted by the database while they run. */
class DisposalStatementTests {
    private static final String FILL = """
            insert into storage.version (bucket_id, key, seq, nonce, is_null, size, blob_id, etag, change, lock_mode, retain_until)
                select b.id, convert_to('f/' || n, 'utf8'), nextval('storage.seq'), n, false, 1, md5('b' || n)::uuid, 'e', 0, 'GOVERNANCE', now() + interval '1 year' from generate_series(1, 60000) n, storage.bucket b where b.name = 'full';
            insert into storage.current (bucket_id, key, seq, size, etag, modified) select bucket_id, key, seq, size, etag, created from storage.version;
            insert into storage.waste (bucket_id, key, seq, account, reason) select v.bucket_id, v.key, v.seq, a.id, 'r' from storage.version v, (select min(id) as id from storage.account) a;
            insert into storage.disposal (notebook, bucket_id, bucket, kind, state, asker, reason) select %1$d, 1, 'full', 'REQUEST', 'DONE', a.id, 'r' from generate_series(1, 20000) n, (select min(id) as id from storage.account) a;
            insert into storage.disposal_item (disposal, key, seq) select n %% 20 + 1, convert_to('f/' || n, 'utf8'), n from generate_series(1, 60000) n;
            insert into storage.disposal_item (disposal, key, seq, hindrance) select n %% 20 + 1, convert_to('s/' || n, 'utf8'), n, 'HELD' from generate_series(1, 60000) n;
            insert into storage.tombstone (bucket_id, key, seq, nonce, is_null, notebook, bucket, size, etag, created, requested_by, approved_by, reason, disposal)
                select b.id, convert_to('t/' || n, 'utf8'), n, n, false, %1$d, 'full', 1, 'e', now(), 'a', 'b', 'r', n %% 20 + 1 from generate_series(1, 60000) n, storage.bucket b where b.name = 'full';
            insert into storage.disposal_act (notebook, bucket, act, account, words, versions, bytes) select %1$d + 1, 'full', 'MARKED', a.id, 'r', 1, 1 from generate_series(1, 60000) n, (select min(id) as id from storage.account) a;
            insert into storage.garbage (blob_id) select md5('g' || n)::uuid from generate_series(1, 20000) n;
            """;

    private static final String READ = """
            select t.relation, sum(t.read) from (
                select regexp_replace(relname, '_[0-9]+$', '') as relation, seq_tup_read as read from pg_stat_user_tables where schemaname = 'storage'
                union all select regexp_replace(relname, '_[0-9]+$', ''), idx_tup_read from pg_stat_user_indexes where schemaname = 'storage') t
            where t.relation in ('version', 'current', 'waste', 'disposal', 'disposal_item', 'tombstone', 'disposal_act', 'garbage')
            group by 1 having sum(t.read) >= 15000""";

    @Test
    void aFewVersionsCostAFewRows() throws Exception {
        GatewaySettings settings = TestGateway.settings()
                .withJournal(JournalSettings.DEFAULTS.keptEvery(Duration.ofDays(1)))
                .withDisposal(new DisposalSettings(
                        Duration.ofDays(30), Duration.ZERO, Duration.ofDays(7), Duration.ofDays(1)));
        int notebook;
        long carl;
        long ada;
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
            notebook = TestGateway.notebook(gateway, "n", 1L << 40).id();
            carl = gateway.notebooks().account("carl", Principal.Kind.PERSON).id();
            ada = gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
            gateway.notebooks().grant(ada, Role.OWNER, new On.Notebook(notebook));
            gateway.store().createRawBucket(notebook, "full");
        }
        try (Connection c = connect(settings);
                Statement s = c.createStatement()) {
            s.execute(FILL.formatted(notebook));
            s.execute("vacuum analyze");
            s.execute("select pg_stat_reset()");
        }
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
            // More often than the driver's threshold for prepared statements, so that generic plans are seen too.
            for (int i = 0; i < 12; i++) {
                work(gateway, notebook, carl, ada, i);
            }
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

    private static void work(Gateway gateway, int notebook, long carl, long ada, int i) throws Exception {
        Disposing disposing = gateway.disposing();
        Bucket bucket = gateway.store().bucket("full").orElseThrow();
        StoredVersion first = gateway.store().put(TestGateway.aPut(bucket, "run" + i + "/a", new byte[10]));
        gateway.store().put(TestGateway.aPut(bucket, "run" + i + "/b", new byte[10]));
        StoredVersion tried = gateway.store().put(TestGateway.aPut(bucket, "try" + i + "/a", new byte[10]));
        Chosen run = new Chosen.Prefix(("run" + i + "/").getBytes(StandardCharsets.UTF_8));
        Chosen test = new Chosen.Prefix(("try" + i + "/").getBytes(StandardCharsets.UTF_8));
        disposing.waste().mark(carl, bucket, test, "a test");
        disposing.waste().unmark(carl, bucket, test);
        disposing.waste().mark(carl, bucket, test, "a test");
        disposing.waste().list(bucket, new byte[0], ObjectKey.of("f/2").bytes(), 0, 10);
        disposing.waste().preview(bucket, test, true);
        assertThat(disposing.marks().of(bucket, List.of(new Chosen.Named(tried.key(), tried.versionText()))))
                .hasSize(1);
        assertThat(disposing.marks().ofNotebook(notebook, 100).more()).isTrue();
        assertThat(disposing.waste().dispose(ada, bucket, test, true).disposed())
                .isEqualTo(1);
        DisposalRequest asked = disposing.requests().request(carl, bucket, run, "why");
        disposing.requests().open(List.of(notebook), 100);
        assertThat(disposing.requests().waiting(notebook, 100)).isEqualTo(1);
        disposing.requests().ofNotebook(notebook, 20);
        disposing.requests().standing(asked, true);
        disposing.requests().approve(asked.id(), ada, true, "");
        disposing.round();
        assertThat(disposing.requests().find(asked.id()).orElseThrow().disposed())
                .isEqualTo(2);
        DisposalRequest back = disposing
                .requests()
                .request(carl, bucket, new Chosen.Prefix("f/1234".getBytes(StandardCharsets.UTF_8)), "why");
        disposing.requests().withdraw(back.id(), carl, false, "");
        disposing.round();
        disposing.requests().stayed(asked.id(), 10);
        disposing.acts().ofNotebook(notebook, 10);
        disposing.acts().ofDisposal(asked.id());
        disposing.tombstones().find(bucket.id(), first.key(), first.version()).orElseThrow();
        disposing.tombstones().newest(bucket.id(), tried.key()).orElseThrow();
        disposing.tombstones().ofBucket(bucket.id(), ObjectKey.of("t/5").bytes(), 0, 10);
        disposing.tombstones().ofDisposal(asked.id(), null, 0, 10);
        gateway.store().disposed(bucket, first.key(), first.version(), false);
        while (disposing.acts().deliver(one -> {}) > 0) {
            // Until none is left.
        }
    }

    private static Connection connect(GatewaySettings settings) throws java.sql.SQLException {
        return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
    }

    private static long connections(GatewaySettings settings) {
        try (Connection c = connect(settings);
                Statement s = c.createStatement();
                var row = s.executeQuery(
                        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'")) {
            row.next();
            return row.getLong(1);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }
}
