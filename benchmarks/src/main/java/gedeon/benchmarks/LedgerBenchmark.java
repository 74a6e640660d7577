package gedeon.benchmarks;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.quota.QuotaLedger.Reservation;
import gedeon.storage.quota.Room;
import gedeon.storage.quota.jdbc.JdbcQuotaLedger;
import gedeon.storage.quota.jdbc.LeaseSettings;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
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
    private static final Room OBJECT = Room.ofObject(1000);

    private Gateway gateway;
    private Sql sql;
    private JdbcQuotaLedger ledger;
    private int notebook;

    @Setup
    public void open() throws Exception {
        GatewaySettings settings = TestGateway.settings();
        gateway = TestGateway.open(settings, new MemoryTier());
        notebook = TestGateway.notebook(gateway, "n", 1L << 50).id();
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
    }

    @Benchmark
    @Threads(8)
    public long promiseAndGiveBack() {
        try (Reservation room = ledger.reserve(notebook, OBJECT)) {
            return room.bytes();
        }
    }

    @Benchmark
    @Threads(8)
    public long settleInACommit() {
        try (Reservation room = ledger.reserve(notebook, OBJECT)) {
            sql.inTransaction(transaction -> {
                ledger.settle(transaction, notebook, OBJECT, Room.NONE);
                return true;
            });
            room.settled(OBJECT);
            return room.bytes();
        }
    }
}
