package gedeon.benchmarks;

import gedeon.kernel.ByteCount;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.quota.QuotaLedger.Reservation;
import gedeon.storage.quota.jdbc.JdbcQuotaLedger;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** What admission costs: room promised from this process's lease and given back, and room settled in a commit of its own on a PostgreSQL that syncs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class LedgerBenchmark {
    private EmbeddedPostgres postgres;
    private Gateway gateway;
    private Sql sql;
    private JdbcQuotaLedger ledger;
    private int notebook;

    @Setup
    public void open() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        GatewaySettings settings = GatewaySettings.of(
                postgres.getJdbcUrl("postgres", "postgres"),
                "postgres",
                "postgres",
                new byte[32],
                List.of("catalogue"));
        gateway = Gateway.open(settings, new MemoryTier(), new UUID(0, 1), Clock.systemUTC());
        gateway.notebooks().createUnit("lab", null, null);
        notebook = gateway.notebooks()
                .createNotebook("n", "lab", new ByteCount(1L << 50), Notebooks.NotebookKind.PLATFORM)
                .id();
        var source = new org.postgresql.ds.PGSimpleDataSource();
        source.setUrl(settings.jdbcUrl());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setCurrentSchema("storage");
        var pool = new com.zaxxer.hikari.HikariConfig();
        pool.setDataSource(source);
        sql = new Sql(new com.zaxxer.hikari.HikariDataSource(pool));
        ledger = new JdbcQuotaLedger(sql, LeaseSettings.DEFAULTS, UUID.randomUUID());
    }

    @TearDown
    public void close() throws IOException {
        ledger.close();
        gateway.close();
        postgres.close();
    }

    @Benchmark
    @Threads(8)
    public long promiseAndGiveBack() {
        try (Reservation room = ledger.reserve(notebook, 1000)) {
            return room.bytes();
        }
    }

    @Benchmark
    @Threads(8)
    public long settleInACommit() {
        try (Reservation room = ledger.reserve(notebook, 1000)) {
            sql.inTransaction(transaction -> {
                ledger.settle(transaction, notebook, 1000, 0);
                return true;
            });
            room.settled(1000);
            return room.bytes();
        }
    }
}
