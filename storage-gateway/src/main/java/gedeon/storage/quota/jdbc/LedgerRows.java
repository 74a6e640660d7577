package gedeon.storage.quota.jdbc;

import gedeon.kernel.ByteCount;
import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The statements on quota and lease rows, each within the caller's transaction. */
final class LedgerRows {
    private static final String CHAIN = """
            with recursive chain (unit, parent, depth) as (
                select u.id, u.parent, 0 from notebook n join unit u on u.id = n.unit where n.id = ?
                union all
                select u.id, u.parent, c.depth + 1 from chain c join unit u on u.id = c.parent)
            select unit from chain order by depth desc""";

    private final Supplier<UUID> process;

    LedgerRows(Supplier<UUID> process) {
        this.process = process;
    }

    private record Row(char kind, int id, long limit, long used, long taken) {}

    /** Takes {@code need} and a slice ahead for this process. Locks the units root to leaf, then the notebook. */
    long draw(Connection c, int notebook, long need, long slice) throws SQLException {
        List<Row> rows = lock(c, notebook);
        long free = Long.MAX_VALUE;
        for (Row row : rows) {
            long left = row.limit() - row.taken();
            if (left < need) {
                throw refused(c, row, need);
            }
            free = Math.min(free, left);
        }
        long ahead = Math.min(slice, (free - need) / (4L * liveProcesses(c)));
        long ask = need + Math.max(0, ahead);
        move(c, rows, ask);
        try (PreparedStatement lease = c.prepareStatement(
                "insert into lease (process, notebook, bytes) values (?, ?, ?) on conflict (process, notebook) do update set bytes = lease.bytes + excluded.bytes")) {
            lease.setObject(1, process.get());
            lease.setInt(2, notebook);
            lease.setLong(3, ask);
            lease.executeUpdate();
        }
        return ask;
    }

    /** Gives idle room of this process back to the notebook and the units above. */
    void giveBack(Connection c, int notebook, long bytes) throws SQLException {
        List<Row> rows = lock(c, notebook);
        try (PreparedStatement lease = c.prepareStatement(
                "update lease set bytes = bytes - ? where process = ? and notebook = ? and bytes >= ?")) {
            lease.setLong(1, bytes);
            lease.setObject(2, process.get());
            lease.setInt(3, notebook);
            lease.setLong(4, bytes);
            if (lease.executeUpdate() == 1) {
                move(c, rows, -bytes);
            }
        }
    }

    /** Gives back all that a dead process had leased of a notebook. */
    void reap(Connection c, UUID dead, int notebook) throws SQLException {
        List<Row> rows = lock(c, notebook);
        try (PreparedStatement lease =
                c.prepareStatement("delete from lease where process = ? and notebook = ? returning bytes")) {
            lease.setObject(1, dead);
            lease.setInt(2, notebook);
            try (ResultSet gone = lease.executeQuery()) {
                if (gone.next()) {
                    move(c, rows, -gone.getLong(1));
                }
            }
        }
    }

    private List<Row> lock(Connection c, int notebook) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement chain = c.prepareStatement(CHAIN)) {
            chain.setInt(1, notebook);
            List<Integer> units = new ArrayList<>();
            try (ResultSet found = chain.executeQuery()) {
                while (found.next()) {
                    units.add(found.getInt(1));
                }
            }
            for (int unit : units) {
                rows.add(lockRow(c, 'u', unit));
            }
        }
        rows.add(lockRow(c, 'n', notebook));
        return rows;
    }

    private static Row lockRow(Connection c, char kind, int id) throws SQLException {
        try (PreparedStatement one = c.prepareStatement(
                "select limit_bytes, used, case when kind = 'n' then used + leased else taken end from quota where kind = ?::\"char\" and id = ? for update")) {
            one.setString(1, String.valueOf(kind));
            one.setInt(2, id);
            try (ResultSet found = one.executeQuery()) {
                if (!found.next()) {
                    throw new SQLException("no quota row for " + kind + id);
                }
                return new Row(kind, id, found.getLong(1), found.getLong(2), found.getLong(3));
            }
        }
    }

    private static void move(Connection c, List<Row> rows, long bytes) throws SQLException {
        for (Row row : rows) {
            String column = row.kind() == 'n' ? "leased" : "taken";
            try (PreparedStatement update = c.prepareStatement(
                    "update quota set " + column + " = " + column + " + ? where kind = ?::\"char\" and id = ?")) {
                update.setLong(1, bytes);
                update.setString(2, String.valueOf(row.kind()));
                update.setInt(3, row.id());
                update.executeUpdate();
            }
        }
    }

    private static QuotaExceeded refused(Connection c, Row row, long need) throws SQLException {
        boolean notebook = row.kind() == 'n';
        try (PreparedStatement name = c.prepareStatement(
                notebook ? "select name from notebook where id = ?" : "select name from unit where id = ?")) {
            name.setInt(1, row.id());
            try (ResultSet found = name.executeQuery()) {
                String text = found.next() ? found.getString(1) : String.valueOf(row.id());
                Quota quota = new Quota(
                        new ByteCount(row.limit()), new ByteCount(row.used()), new ByteCount(row.taken() - row.used()));
                return new QuotaExceeded(
                        notebook ? new Scope.OfNotebook(row.id()) : new Scope.OfUnit(row.id()),
                        text,
                        quota,
                        new ByteCount(need));
            }
        }
    }

    int liveProcesses(Connection c) throws SQLException {
        try (PreparedStatement count = c.prepareStatement("select count(*) from process where expires_at > now()");
                ResultSet found = count.executeQuery()) {
            found.next();
            return Math.max(1, found.getInt(1));
        }
    }
}
