package gedeon.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import gedeon.storage.Await;
import gedeon.storage.BlobId;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.journal.JournalSettings;
import gedeon.storage.lifecycle.TieringSettings;
import gedeon.storage.lifecycle.adoption.Adoption;
import gedeon.storage.lifecycle.adoption.Adoptions;
import gedeon.storage.lifecycle.adoption.JdbcAdoptedFiles;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.tier.adopted.AdoptedFile;
import gedeon.storage.tier.adopted.AdoptedFiles;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an adoption asks and writes costs its answer, however many files were adopted before: rows are counted by the database while the real statements run. */
class AdoptionStatementTests {
    /** Of the tier %1$d: files that nobody looks at any more; and what differs in another. */
    private static final String OTHERS = """
            insert into storage.adopted_file (tier_id, blob_id, path, size, modified, state, sha256, md5)
                select %1$d, md5('b' || n)::uuid, convert_to('f/' || n, 'utf8'), 1, n, 'l', '\\x00', '\\x00' from generate_series(1, 60000) n;
            insert into storage.adopted_blocks (tier_id, blob_id, crcs) select tier_id, blob_id, '\\x00' from storage.adopted_file where state = 'l';
            insert into storage.damage (blob_id, tier_id, found, reason) select blob_id, 900, now() + modified * interval '1 second', 'r' from storage.adopted_file where state = 'l';
            insert into storage.version (bucket_id, key, seq, nonce, is_null, size, blob_id, etag, change, sha256)
                select b.id, convert_to('f/' || n, 'utf8'), nextval('storage.seq'), n, false, 1, md5('b' || n)::uuid, 'e', 0, '\\x00' from generate_series(1, 60000) n, storage.bucket b where b.name = 'data';
            insert into storage.current (bucket_id, key, seq, size, etag, modified) select bucket_id, key, seq, size, etag, created from storage.version where convert_from(key, 'utf8') like 'f/%%';
            """;

    private static final String READ = """
            select t.relation, sum(t.read) from (
                select regexp_replace(relname, '_[0-9]+$', '') as relation, seq_tup_read as read from pg_stat_user_tables where schemaname = 'storage'
                union all select regexp_replace(relname, '_[0-9]+$', ''), idx_tup_read from pg_stat_user_indexes where schemaname = 'storage') t
            where t.relation in ('adopted_file', 'adopted_blocks', 'adoption_count', 'adoption_finding', 'damage', 'version', 'current') and not (t.relation = 'damage' and %b)
            group by 1 having sum(t.read) >= %d""";

    /** More often than the driver's threshold for prepared statements and the database's for generic plans, so that those are seen too. */
    private static final int TIMES = 15;

    private static final int FILES = 600;

    /** Looks at once for a job, and moves nothing. */
    private static final TieringSettings TIERING = tiering(Duration.ofMillis(50));

    private static TieringSettings tiering(Duration pause) {
        return new TieringSettings(
                2,
                Duration.ofMinutes(2),
                pause,
                Duration.ofDays(1),
                Duration.ofDays(1),
                Duration.ofDays(1),
                0.3,
                Duration.ofDays(90));
    }

    private final GatewaySettings settings = TestGateway.settings()
            .withTiering(TIERING)
            .withJournal(JournalSettings.DEFAULTS.keptEvery(Duration.ofDays(1)));

    @TempDir
    Path temporary;

    private Path share;
    private int notebook;

    @BeforeEach
    void adoptOne() throws IOException {
        Path first = folder("first", 3);
        share = folder("share", FILES);
        try (Gateway gateway = open()) {
            notebook = TestGateway.notebook(gateway, "n", 1L << 40).id();
            gateway.store().createBucket(notebook, "data", true);
            adopt(gateway, first, "first/");
        }
    }

    private Path folder(String name, int files) throws IOException {
        Path made = Files.createDirectories(temporary.toRealPath().resolve(name));
        for (int i = 0; i < files; i++) {
            Files.writeString(made.resolve("file-" + i), name + " " + i);
        }
        return made;
    }

    /** One in whose background nothing happens. */
    private Gateway still() {
        return TestGateway.open(settings.withTiering(tiering(Duration.ofDays(1))), new MemoryTier());
    }

    private Gateway open() {
        return TestGateway.open(settings, new MemoryTier());
    }

    private short adopt(Gateway gateway, Path folder, String prefix) throws IOException {
        Adoption begun = gateway.adoptions()
                .begin(new Adoptions.Asked(folder, notebook, "n", "data", prefix, List.of()), 0, null);
        awaitEnd(gateway, begun.tier());
        return begun.tier();
    }

    private static void awaitEnd(Gateway gateway, short tier) {
        Await.until(() -> gateway.adoptions().find(tier).orElseThrow().ended() != null);
    }

    @Test
    void howFarItIsAndWhatDiffersCostsTheAnswer() throws Exception {
        try (Gateway gateway = still()) {
            short tier = gateway.adoptions()
                    .of(temporary.toRealPath().resolve("first"))
                    .orElseThrow()
                    .id();
            fill(tier);
            for (int i = 0; i < TIMES; i++) {
                Adoption found = gateway.adoptions().find(tier).orElseThrow();
                assertThat(found.hashed()).isEqualTo(3);
                assertThat(found.left()).isEqualTo(60_000);
                assertThat(gateway.adoptions().findings(tier, 100)).isEmpty();
            }
            try (Round round = gateway.adoptions().round(tier)) {
                assertThat(round.blobs()).isEqualTo(3);
            }
        }
        assertThat(read(1000, false)).isEmpty();
    }

    @Test
    void walkingHashingComparingAndLettingGoReadWhatTheyAreAbout() throws Exception {
        fill((short) 900);
        TierRow row;
        try (Gateway gateway = open()) {
            adopt(gateway, share, "");
            row = gateway.adoptions().of(share).orElseThrow();
            for (int i = 0; i < FILES / 2; i++) {
                Files.writeString(share.resolve("file-" + i), "changed " + i);
            }
            for (boolean take : new boolean[] {false, true, false}) {
                gateway.adoptions().again(row, take, 0, null);
                awaitEnd(gateway, row.id());
            }
            Adoption found = gateway.adoptions().find(row.id()).orElseThrow();
            assertThat(found.taken()).isEqualTo(FILES + FILES / 2);
            assertThat(found.differs()).isFalse();
        }
        try (HikariDataSource one = oneConnection()) {
            // Each of the real files asked about one by one, as readers, copies and the collector do.
            AdoptedFiles files = new JdbcAdoptedFiles(new Sql(one), row.uuid());
            for (BlobId blob : blobs(row.id())) {
                AdoptedFile file = files.find(blob).orElseThrow();
                assertThat(files.said(blob)).contains(file.sha256());
                assertThat(files.blockCrcs(blob, 0, 1)).hasSize(4);
                assertThat(files.metadata(blob)).hasSizeGreaterThan(2);
                files.lost(blob, AdoptedFile.State.CHANGED);
                files.left(blob);
            }
        }
        // Repairs look at all damage there is, a stretch a turn, whatever adoptions do.
        assertThat(read(20_000, true)).isEmpty();
    }

    private List<BlobId> blobs(short tier) {
        return TestGateway.database(settings)
                .list(
                        row -> {
                            UUID id = row.getObject(1, UUID.class);
                            return new BlobId(id.getMostSignificantBits(), id.getLeastSignificantBits());
                        },
                        "select blob_id from adopted_file where tier_id = ? and state = 'h' and not past order by blob_id limit ?",
                        tier,
                        2 * TIMES);
    }

    private HikariDataSource oneConnection() {
        HikariDataSource one = new HikariDataSource();
        one.setJdbcUrl(settings.jdbcUrl());
        one.setUsername(settings.user());
        one.setPassword(settings.password());
        one.setSchema("storage");
        one.setMaximumPoolSize(1);
        return one;
    }

    private void fill(short tier) throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement()) {
            s.execute(OTHERS.formatted(tier));
            s.execute("vacuum analyze");
            s.execute("select pg_stat_reset()");
        }
    }

    /** Of which tables that many rows or more were read, by scans and by indexes alike, since they were filled. */
    private List<String> read(int most, boolean repairs) throws SQLException {
        Await.until(() -> connections() == 0);
        List<String> read = new ArrayList<>();
        try (Connection c = connect();
                Statement s = c.createStatement();
                var rows = s.executeQuery(READ.formatted(repairs, most))) {
            while (rows.next()) {
                read.add(rows.getLong(2) + " rows of " + rows.getString(1));
            }
        }
        return read;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
    }

    private long connections() {
        try (Connection c = connect();
                Statement s = c.createStatement();
                var row = s.executeQuery(
                        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
