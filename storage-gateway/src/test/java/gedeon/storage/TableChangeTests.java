package gedeon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.Release;
import gedeon.storage.disposal.Ties;
import gedeon.storage.encryption.MemoryKeys;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of a process that lives no table changes, and none of another release begins beside it. */
@Timeout(240)
class TableChangeTests {
    private static final LeaseSettings QUICK = new LeaseSettings(
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            LeaseSettings.DEFAULTS.slice());

    private final GatewaySettings settings = TestGateway.settings().withLease(QUICK);
    private final Sql sql = TestGateway.database(settings);

    /** With the tables of before processes said who they are. */
    private static GatewaySettings earlier() {
        return TestGateway.earlier("38").withLease(QUICK);
    }

    private Gateway beside() {
        return beside(settings);
    }

    private static Gateway beside(GatewaySettings settings) {
        return Gateway.beside(
                settings, new MemoryTier(), new UUID(0, 1), new MemoryKeys(), Ties.NONE, Clock.systemUTC());
    }

    @Test
    void onesOwnTablesAreOpenedAsTheyAre() throws Exception {
        try (Gateway gateway = beside()) {
            gateway.serves("http://here:1");
            assertThat(gateway.overview().processes()).singleElement().satisfies(one -> {
                assertThat(one.serves()).isEqualTo("http://here:1");
                assertThat(one.host()).isEqualTo(ProcessIdentity.thisHost());
                assertThat(one.release()).isEqualTo(Release.VERSION);
            });
        }
        assertThat(sql.list(row -> row.getInt(1), "select count(*) from process"))
                .containsExactly(0);
    }

    /** It may reach the tier by another path. */
    @Test
    void howTheServersTierIsReachedStaysAsTheServerSaid(@TempDir Path folder) throws Exception {
        Path there = folder.resolve("there");
        UUID tier = PosixTier.create(there);
        try (Gateway server = Gateway.open(settings, opened(there), tier, new MemoryKeys(), Clock.systemUTC())) {
            assertThat(server.tiers().all()).hasSize(1);
        }
        Path here = Files.move(there, folder.resolve("here"));
        try (Gateway gateway =
                Gateway.beside(settings, opened(here), tier, new MemoryKeys(), Ties.NONE, Clock.systemUTC())) {
            assertThat(gateway.tiers().all().getFirst().settings()).containsEntry("root", there.toString());
        }
        try (Gateway server = Gateway.open(settings, opened(here), tier, new MemoryKeys(), Clock.systemUTC())) {
            assertThat(server.tiers().all().getFirst().settings()).containsEntry("root", here.toString());
        }
    }

    private static PosixTier opened(Path root) throws IOException {
        return PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC());
    }

    @Test
    void olderTablesAreLeftToTheCompleteServer() {
        GatewaySettings earlier = earlier();
        Sql earlierSql = TestGateway.database(earlier);
        assertThatThrownBy(() -> beside(earlier))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("older than this release")
                .hasMessageContaining("start the complete server");
        StorageDatabase.migrate(earlier);
        assertThat(earlierSql.list(row -> row.getString(1), "select host from process"))
                .isEmpty();
    }

    @Test
    void newerTablesAreNotTouched() {
        sql.update(
                "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) "
                        + "values (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'somebody', 1, true)");
        assertThatThrownBy(this::beside)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("of a newer release");
    }

    @Test
    void noTableChangesUnderAProcessThatLives() throws Exception {
        GatewaySettings earlier = earlier();
        Sql earlierSql = TestGateway.database(earlier);
        process(earlierSql, "1 hour");
        Thread lives = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                earlierSql.update("update process set expires_at = clock_timestamp() + interval '1 hour'");
                LockSupport.parkNanos(100_000_000);
            }
        });
        try {
            assertThatThrownBy(() -> StorageDatabase.migrate(earlier))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("stop it first");
            assertThat(earlierSql.list(
                            row -> row.getBoolean(1), "select jsonb_exists(to_jsonb(p), 'host') from process p"))
                    .containsExactly(false);
        } finally {
            lives.interrupt();
            lives.join();
        }
        earlierSql.update("update process set expires_at = clock_timestamp()");
        StorageDatabase.migrate(earlier);
    }

    @Test
    void theLeaseOfADeadOneIsWaitedFor() {
        GatewaySettings earlier = earlier();
        Sql earlierSql = TestGateway.database(earlier);
        process(earlierSql, "2 seconds");
        StorageDatabase.migrate(earlier);
        assertThat(earlierSql.list(row -> row.getBoolean(1), "select expires_at < now() from process"))
                .containsExactly(true);
    }

    private static void process(Sql sql, String life) {
        sql.update("insert into process (id, expires_at) values (?, now() + ?::interval)", UUID.randomUUID(), life);
    }

    @Test
    void whoeverComesWhileTablesChangeIsToldSo() throws Exception {
        try (var c = sql.connection()) {
            Sql.list(c, row -> true, "select pg_advisory_lock(?)", TableChange.LOCK);
            assertThatThrownBy(this::beside)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("changes the tables");
        }
        beside().close();
    }
}
