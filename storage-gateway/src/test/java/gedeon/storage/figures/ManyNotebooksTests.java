package gedeon.storage.figures;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Entry;
import gedeon.storage.tier.memory.MemoryTier;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written for figures of scale is what the gateway itself would have left. */
class ManyNotebooksTests {
    private static final long BYTES = 100_000_000_000_001L;

    private final ManyNotebooks notebooks = new ManyNotebooks(30, 26_000, BYTES);

    @Test
    void copiedRowsAreANamespaceWithoutDriftInWhichOneGoesOnWriting() throws Exception {
        GatewaySettings settings = TestGateway.settings();
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
            notebooks.found(gateway);
        }
        CopiedRows.fill(settings.jdbcUrl(), notebooks, n -> n == 1);
        CopiedRows.fill(settings.jdbcUrl(), notebooks, n -> n != 1);
        assertThat(
                        one(
                                settings,
                                "select count(*) from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'storage'::regnamespace and tgenabled <> 'O'"))
                .isZero();
        assertThat(one(settings, "select count(*) from storage.current")).isEqualTo(26_000);
        assertThat(one(settings, "select count(*) from storage.version")).isEqualTo(notebooks.versions(n -> true));
        assertThat(
                        one(
                                settings,
                                "select count(*) from storage.blob b full join storage.location l on l.blob_id = b.id and l.length = b.size where b.id is null or l.blob_id is null"))
                .isZero();
        assertThat(
                        one(
                                settings,
                                "select count(*) from storage.version v where not exists (select 1 from storage.blob b where b.id = v.blob_id and b.size = v.size) and v.size is distinct from "
                                        + "(select sum(b.size) from storage.part p join storage.blob b on b.id = p.blob_id and b.size = p.size where p.content_id = v.content_id)"))
                .isZero();
        assertThat(
                        one(
                                settings,
                                "select count(*) from storage.current h where not exists (select 1 from (select * from storage.version v where v.bucket_id = h.bucket_id "
                                        + "and v.key = h.key order by v.seq desc limit 1) v where v.seq = h.seq and v.size = h.size and v.etag = h.etag)"))
                .isZero();
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
            assertThat(gateway.quotas().verify()).isEmpty();
            int first = gateway.notebooks().notebook("notebook-0").orElseThrow().id();
            assertThat(gateway.quotas()
                            .quota(new Scope.OfNotebook(first))
                            .used()
                            .value())
                    .isEqualTo(BYTES);
            int all = gateway.notebooks().unit("institution").orElseThrow().id();
            assertThat(gateway.quotas().quota(new Scope.OfUnit(all)).used().value())
                    .isEqualTo(30 * BYTES);
            for (int n = 0; n < 4; n++) {
                Bucket bucket = gateway.store().bucket(ManyNotebooks.bucket(n)).orElseThrow();
                StoredVersion put = gateway.store()
                        .put(TestGateway.aPut(bucket, notebooks.key(n, notebooks.keys(n)), new byte[10]));
                StoredVersion again = gateway.store().put(TestGateway.aPut(bucket, notebooks.key(n, 7), new byte[20]));
                assertThat(again.version().seq()).isGreaterThan(put.version().seq());
                assertThat(gateway.store()
                                .find(bucket, ObjectKey.of(notebooks.key(n, 7)), null, false)
                                .orElseThrow()
                                .size()
                                .value())
                        .isEqualTo(20);
            }
            assertThat(gateway.quotas().verify()).isEmpty();
        }
    }

    @Test
    void keysComeInTheOrderOfTheirPlacesAndFoldersByTheThousand() throws Exception {
        GatewaySettings settings = TestGateway.settings();
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
            notebooks.found(gateway);
        }
        CopiedRows.fill(settings.jdbcUrl(), notebooks, n -> n == 0);
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
            Bucket bucket = gateway.store().bucket(ManyNotebooks.bucket(0)).orElseThrow();
            List<String> keys = new ArrayList<>();
            for (Entry entry : gateway.store()
                    .list(bucket, new byte[0], new byte[0], bytes(notebooks.key(0, 499)), 1000)
                    .entries()) {
                keys.add(new String(((Entry.Key) entry).key(), StandardCharsets.UTF_8));
            }
            assertThat(keys).hasSize(1000).first().isEqualTo(notebooks.key(0, 500));
            assertThat(keys).last().isEqualTo(notebooks.key(0, 1499));
            assertThat(notebooks.thousands(0)).isEqualTo(1);
            ManyNotebooks.Folders folders = notebooks.thousand(0, 0);
            assertThat(gateway.store()
                            .list(bucket, bytes(folders.prefix()), bytes("/"), bytes(folders.after()), 1000)
                            .entries())
                    .hasSize(1000)
                    .allMatch(entry -> entry instanceof Entry.CommonPrefix);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long one(GatewaySettings settings, String statement) throws Exception {
        try (var c = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var s = c.createStatement();
                var row = s.executeQuery(statement)) {
            row.next();
            return row.getLong(1);
        }
    }
}
