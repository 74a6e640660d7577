package gedeon.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Attributes;
import gedeon.storage.Await;
import gedeon.storage.Encryption;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.journal.JournalSettings;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.Collector;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.tier.memory.MemoryTier;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * No statement of the hot path reads a growing table from end to end. Not copies of the statements are looked at but what the database counted while the
 * real ones ran: sequential scans of each table, its partitions together, on rows enough that an index is the cheaper way; a partition that is empty is none.
 */
class HotStatementTests {
    /** Blobs, locations and parts are spread over 32 partitions, versions of one bucket lie in one. */
    private static final String FILL = """
            insert into storage.blob (id, notebook, size) select md5('b' || n)::uuid, %1$d, 1 from generate_series(1, 64000) n;
            insert into storage.location (blob_id, tier_id, pos, length) select md5('b' || n)::uuid, 1, 0, 1 from generate_series(1, 64000) n;
            insert into storage.part (content_id, number, start, size, blob_id, md5) select md5('c' || n / 4)::uuid, n %% 4 + 1, n %% 4, 1, md5('p' || n)::uuid, '\\x00' from generate_series(1, 64000) n;
            insert into storage.version (bucket_id, key, seq, nonce, is_null, size, blob_id, etag, change) select b.id, convert_to('f/' || n, 'utf8'), nextval('storage.seq'), n, not b.versioning = 'enabled', 1, md5('b' || n)::uuid, 'e', 0 from generate_series(1, 20000) n, storage.bucket b;
            insert into storage.current (bucket_id, key, seq, size, etag, modified) select bucket_id, key, seq, size, etag, created from storage.version;
            insert into storage.outbox (consumer, event, body, change) select 'other', 'stored', '{}', n from generate_series(1, 20000) n;
            insert into storage.garbage (blob_id, since) select md5('g' || n)::uuid, now() from generate_series(1, 20000) n;
            insert into storage.upload (id, bucket_id, key, nonce) select md5('c' || n)::uuid, b.id, convert_to('u/' || n, 'utf8'), n from generate_series(1, 10000) n, (select min(id) as id from storage.bucket) b;
            """;

    private static final String SCANS = """
            select regexp_replace(relname, '_[0-9]+$', ''), sum(seq_scan) from pg_stat_user_tables
            where schemaname = 'storage' and relid in (select oid from pg_class where reltuples > 0) and relname ~ '^(version|current|blob|location|part|outbox|garbage|upload)(_[0-9]+)?$' group by 1 having sum(seq_scan) > 0""";

    @Test
    void nothingHotReadsAGrowingTableFromEndToEnd() throws Exception {
        // A snapshot of the journal reads everything, as it should.
        GatewaySettings settings =
                TestGateway.settings().withJournal(JournalSettings.DEFAULTS.keptEvery(Duration.ofDays(1)));
        int notebook;
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
            notebook = TestGateway.notebook(gateway, "n", 1L << 40).id();
            gateway.store().createBucket(notebook, "versioned", true);
            gateway.store().createBucket(notebook, "plain", false);
            gateway.store()
                    .set(
                            gateway.store().createBucket(notebook, "sealed", true),
                            BucketSetting.ENCRYPTION,
                            Encryption.NOTEBOOK_KEY.text());
        }
        try (Connection c = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                Statement s = c.createStatement()) {
            s.execute(FILL.formatted(notebook));
            s.execute("vacuum analyze");
            // What the first gateway read when there was nothing yet is counted when its connections go.
            awaitNobodyElse(s);
            s.execute("select pg_stat_reset()");
        }
        MemoryKeys keys = new MemoryKeys();
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier(), keys)) {
            // More often than the driver's threshold for prepared statements, so that generic plans are seen too.
            for (int i = 0; i < 12; i++) {
                work(gateway, i);
            }
            gateway.keys().renew(KeyName.own(notebook));
            gateway.keys().withdraw(new KeyRef(KeyName.own(notebook), 1));
            Await.until(() -> !keys.alive(new KeyRef(KeyName.own(notebook), 1)));
            new Collector(TestGateway.database(settings), gateway.tiers(), Duration.ofDays(1)).collect();
        }
        assertThat(scans(settings)).isEmpty();
    }

    private static void work(Gateway gateway, int i) throws Exception {
        ObjectStore store = gateway.store();
        for (String name : List.of("versioned", "plain", "sealed")) {
            Bucket bucket = store.bucket(name).orElseThrow();
            StoredVersion put = store.put(TestGateway.aPut(bucket, "k" + i, new byte[10]));
            store.find(bucket, put.key(), null, false).orElseThrow();
            store.find(bucket, put.key(), put.version(), false).orElseThrow();
            store.find(bucket, put.key(), null, true);
            store.read(put, 0, 10).close();
            store.copy(put, TestGateway.aPut(bucket, "copy" + i, new byte[0]));
            store.list(bucket, "f/1".getBytes(StandardCharsets.UTF_8), new byte[0], null, 100);
            store.list(bucket, new byte[0], "/".getBytes(StandardCharsets.UTF_8), null, 100);
            store.list(bucket, "f/1".getBytes(StandardCharsets.UTF_8), new byte[0], null, 100, true);
            store.list(bucket, new byte[0], "/".getBytes(StandardCharsets.UTF_8), null, 100, true);
            gateway.objects().list(name, ObjectKey.of("f/5"), 10);
            Upload upload = store.createUpload(bucket, ObjectKey.of("m" + i), Attributes.NONE, null, false);
            Part part = store.putPart(upload, 1, TestGateway.aPut(bucket, "m" + i, new byte[20]));
            store.parts(upload, 0, 100);
            store.uploads(bucket, "m".getBytes(StandardCharsets.UTF_8), new byte[0], null, 100);
            StoredVersion whole = store.complete(
                    upload, List.of(new PartNamed(1, part.etag())), Conditions.NONE, ObjectStore.WholeDeclared.NOTHING);
            store.read(whole, 3, 10).close();
            gateway.objects().sha256(whole);
            store.delete(bucket, whole.key(), null, false);
            store.delete(bucket, whole.key(), whole.version(), false);
        }
        gateway.outbox().done(gateway.outbox().claim("catalogue", 10));
    }

    /** Asked when the closed connections have told what they counted. */
    private static List<String> scans(GatewaySettings settings) throws Exception {
        try (Connection c = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                Statement s = c.createStatement()) {
            awaitNobodyElse(s);
            try (var row = s.executeQuery(
                    "select coalesce(sum(idx_scan), 0) from pg_stat_user_tables where relname like 'version%'")) {
                row.next();
                assertThat(row.getLong(1)).as("the database counted the work").isGreaterThan(50);
            }
            List<String> found = new ArrayList<>();
            try (var rows = s.executeQuery(SCANS)) {
                while (rows.next()) {
                    found.add(rows.getString(1) + " read from end to end " + rows.getLong(2) + " times");
                }
            }
            return found;
        }
    }

    /** Whose backend is gone has told what it counted. */
    private static void awaitNobodyElse(Statement s) {
        Await.until(() -> {
            try (var row = s.executeQuery(
                    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'")) {
                row.next();
                return row.getLong(1) == 0;
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }
}
