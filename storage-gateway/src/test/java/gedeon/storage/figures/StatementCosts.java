package gedeon.storage.figures;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the statements of all who use a database cost together, as pg_stat_statements counts it, and which tables are read from end to end. */
final class StatementCosts implements AutoCloseable {
    /** With which the server is started. */
    static final Map<String, String> SERVER =
            Map.of("shared_preload_libraries", "pg_stat_statements", "pg_stat_statements.track_utility", "off");

    private static final String COSTS = """
            select query, calls, total_exec_time, rows, shared_blks_hit + shared_blks_read as blocks, wal_bytes from pg_stat_statements s
            join pg_database d on d.oid = s.dbid and d.datname = current_database() where query not like '%pg_stat_statements%' order by total_exec_time desc""";

    private static final String SCANNED = """
            select regexp_replace(relname, '_[0-9]+$', '') as relation, sum(seq_scan)::bigint, sum(seq_tup_read)::bigint from pg_stat_user_tables
            where schemaname = 'storage' group by 1 having sum(seq_tup_read) > 0 order by 3 desc""";

    private final Connection connection;
    private final Map<String, Scanned> before = new HashMap<>();

    StatementCosts(String url) throws SQLException {
        this.connection = DriverManager.getConnection(url, "postgres", "postgres");
        execute("create extension if not exists pg_stat_statements");
    }

    /** From now on. */
    void begin() throws SQLException {
        execute("select pg_stat_statements_reset()");
        // Not reset: by these counts the database knows when a table is to be analyzed.
        before.clear();
        read().forEach(one -> before.put(one.table(), one));
    }

    private void execute(String statement) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute(statement);
        }
    }

    /** @param blocks that all its runs met, whether they were in memory or not */
    record Cost(String statement, long calls, double milliseconds, long rows, long blocks, long log) {
        @Override
        public String toString() {
            return "%,d × %.2f ms (%.1f s), %.1f rows, %.1f blocks, %.1f kB of log: %s"
                    .formatted(
                            calls,
                            milliseconds / calls,
                            milliseconds / 1000,
                            (double) rows / calls,
                            (double) blocks / calls,
                            log / 1000.0 / calls,
                            Plans.brief(statement.replaceAll("\\s+", " ")));
        }
    }

    /** The dearest first, all runs of each together. */
    List<Cost> all() throws SQLException {
        List<Cost> all = new ArrayList<>();
        try (Statement s = connection.createStatement();
                ResultSet row = s.executeQuery(COSTS)) {
            while (row.next()) {
                all.add(new Cost(
                        row.getString(1),
                        row.getLong(2),
                        row.getDouble(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)));
            }
        }
        return all;
    }

    /** @param rows read by scans alone, of all partitions together */
    record Scanned(String table, long scans, long rows) {}

    /** Tables that were read without an index; those with the most rows first. */
    List<Scanned> scanned() throws SQLException {
        return read().stream()
                .map(one -> {
                    Scanned was = before.getOrDefault(one.table(), new Scanned(one.table(), 0, 0));
                    return new Scanned(one.table(), one.scans() - was.scans(), one.rows() - was.rows());
                })
                .filter(one -> one.rows() > 0)
                .toList();
    }

    private List<Scanned> read() throws SQLException {
        List<Scanned> all = new ArrayList<>();
        try (Statement s = connection.createStatement();
                ResultSet row = s.executeQuery(SCANNED)) {
            while (row.next()) {
                all.add(new Scanned(row.getString(1), row.getLong(2), row.getLong(3)));
            }
        }
        return all;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
