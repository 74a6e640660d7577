package gedeon.storage.tier.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Acknowledged means durable: PostgreSQL syncs, and a put forces its file, its folder and the database's log before it returns. */
class DurabilityTests {
    @TempDir
    Path root;

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    private final class Watched implements Disk {
        @Override
        public void force(FileChannel file, Path name) throws IOException {
            Disk.super.force(file, name);
            calls.add("forced " + (name.toString().endsWith(".pack") ? "pack" : "file"));
        }

        @Override
        public void link(Path name, Path existing) throws IOException {
            Disk.super.link(name, existing);
            calls.add("linked");
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            Disk.super.forceFolder(folder);
            calls.add("forced folder");
        }
    }

    private static Connection connect(GatewaySettings settings) throws SQLException {
        return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
    }

    private static String ask(Connection c, String question) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet row = s.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }

    private static boolean flushed(Connection c) throws SQLException {
        return ask(c, "select pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn()")
                .equals("t");
    }

    @Test
    void aPutForcesFileFolderAndLogBeforeItReturns() throws Exception {
        GatewaySettings settings = TestGateway.settings();
        PosixTier.create(root);
        PosixTier tier = PosixTier.open(root, PosixSettings.DEFAULTS, Clock.systemUTC(), new Watched());
        try (Gateway gateway = TestGateway.open(settings, tier);
                Connection c = connect(settings)) {
            assertThat(ask(c, "show fsync")).isEqualTo("on");
            assertThat(ask(c, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(c, "show full_page_writes")).isEqualTo("on");
            Bucket bucket = gateway.store()
                    .createBucket(TestGateway.notebook(gateway, "n", 1L << 30).id(), "durable", true);
            for (int size : new int[] {100, 2 << 20}) {
                for (int i = 0; i < 5; i++) {
                    calls.clear();
                    String before = ask(c, "select pg_current_wal_insert_lsn()");
                    gateway.store().put(TestGateway.aPut(bucket, "k" + size + "-" + i, new byte[size]));
                    String forced = ask(c, "select pg_current_wal_flush_lsn()");
                    assertThat(ask(c, "select '" + forced + "'::pg_lsn > '" + before + "'::pg_lsn"))
                            .as("the put's own log is on the disk: %s after %s", forced, before)
                            .isEqualTo("t");
                    assertThat(calls)
                            .containsSubsequence(
                                    size == 100
                                            ? new String[] {"forced pack"}
                                            : new String[] {"forced file", "linked", "forced folder"});
                }
            }
        }
    }

    /** The control of the measure above: where a commit does not wait for the disk, the log is seen to lag behind. */
    @Test
    void withoutSynchronousCommitTheLogLags() throws Exception {
        GatewaySettings settings = TestGateway.settings();
        try (Connection c = connect(settings);
                Statement s = c.createStatement()) {
            s.execute("create table t (n int)");
            s.execute("set synchronous_commit = off");
            int lagging = 0;
            for (int i = 0; i < 20; i++) {
                s.execute("insert into t values (" + i + ")");
                lagging += flushed(c) ? 0 : 1;
            }
            assertThat(lagging).isPositive();
        }
    }

    @Test
    void aDatabaseThatDoesNotSyncIsRefused() throws Exception {
        GatewaySettings settings = TestGateway.settings();
        String database = settings.jdbcUrl().replaceAll(".*/([^/?]+)(\\?.*)?$", "$1");
        try (Connection c = connect(settings);
                Statement s = c.createStatement()) {
            s.execute("alter database " + database + " set synchronous_commit = off");
        }
        assertThatThrownBy(() -> TestGateway.open(settings, new gedeon.storage.tier.memory.MemoryTier()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("synchronous_commit");
    }
}
