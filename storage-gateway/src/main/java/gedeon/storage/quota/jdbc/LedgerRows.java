package gedeon.storage.quota.jdbc;

import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** The statements on quota and lease rows, each within the caller's transaction. */
final class LedgerRows {
    private static final int TRIES = 20;

    private final LeaseSettings settings;

    LedgerRows(LeaseSettings settings) {
        this.settings = settings;
    }

    /** Work that locks a chain of the tree, again where the chain was changed, or another lock crossed, before it had all of it. */
    static <T> T inTree(Sql sql, Sql.Work<T> work) {
        for (int i = 1; ; i++) {
            try {
                return sql.inTransaction(work);
            } catch (TreeMoved e) {
                if (i == TRIES) {
                    throw e;
                }
            } catch (Sql.Failed e) {
                if (i == TRIES || !e.deadlocked()) {
                    throw e;
                }
            }
        }
    }

    /** Takes {@code need} and a slice ahead of what is needed, for a process. Locks the units root to leaf, then the notebook. */
    Room draw(Connection c, UUID process, int notebook, Room need, Room slice) throws SQLException {
        List<QuotaRow> rows = require(c, notebook, need);
        Room free = new Room(Long.MAX_VALUE, Long.MAX_VALUE);
        for (QuotaRow row : rows) {
            free = free.least(row.free());
        }
        long share = 4L * liveProcesses(c);
        Room ahead = new Room(
                need.bytes() == 0 ? 0 : Math.min(slice.bytes(), (free.bytes() - need.bytes()) / share),
                need.objects() == 0 ? 0 : Math.min(slice.objects(), (free.objects() - need.objects()) / share));
        Room ask = need.plus(ahead.orZero());
        for (QuotaRow row : rows) {
            row.take(c, ask);
        }
        Sql.update(
                c,
                "insert into lease (process, notebook, bytes, objects) values (?, ?, ?, ?) "
                        + "on conflict (process, notebook) do update set bytes = lease.bytes + excluded.bytes, objects = lease.objects + excluded.objects",
                process,
                notebook,
                ask.bytes(),
                ask.objects());
        return ask;
    }

    /** @return the locked chain, each with so much free; @throws gedeon.storage.QuotaExceeded naming the first that has not */
    private List<QuotaRow> require(Connection c, int notebook, Room need) throws SQLException {
        List<QuotaRow> rows = QuotaRow.lockChain(c, notebook);
        for (QuotaRow row : rows) {
            if (!row.free().covers(need)) {
                throw Refusals.full(c, row, need, settings);
            }
        }
        return rows;
    }

    /**
     * Looks without a lock: nobody waits for who only asks.
     *
     * @throws gedeon.storage.QuotaExceeded naming the first that has not so much free
     */
    void look(Connection c, int notebook, Room need) throws SQLException {
        for (QuotaRow row : QuotaRow.lookAtChain(c, notebook)) {
            if (!row.free().covers(need)) {
                throw Refusals.full(c, row, need, settings);
            }
        }
    }

    /** Gives idle room of a process back to the notebook and the units above. */
    void giveBack(Connection c, UUID process, int notebook, Room idle) throws SQLException {
        List<QuotaRow> rows = QuotaRow.lockChain(c, notebook);
        if (out(c, process, notebook, idle)) {
            for (QuotaRow row : rows) {
                row.take(c, idle.negated());
            }
        }
    }

    /** What a process has leased, by notebook. */
    Map<Integer, Room> leased(Sql sql, UUID process) {
        Map<Integer, Room> leased = new HashMap<>();
        sql.list(
                row -> leased.put(row.getInt(1), new Room(row.getLong(2), row.getLong(3))),
                "select notebook, bytes, objects from lease where process = ? and (bytes > 0 or objects > 0)",
                process);
        return leased;
    }

    /** Gives back what a process has leased above what it knows of, which is asked while the row is held; returns what that was. */
    Room giveBackAbove(Connection c, UUID process, int notebook, Supplier<Room> known) throws SQLException {
        List<QuotaRow> rows = QuotaRow.lockChain(c, notebook);
        List<Room> leased = Sql.list(
                c,
                row -> new Room(row.getLong(1), row.getLong(2)),
                "select bytes, objects from lease where process = ? and notebook = ? for update",
                process,
                notebook);
        if (leased.isEmpty()) {
            return Room.NONE;
        }
        Room above = leased.getFirst().minus(known.get()).orZero();
        if (!above.isNone() && out(c, process, notebook, above)) {
            for (QuotaRow row : rows) {
                row.take(c, above.negated());
            }
            return above;
        }
        return Room.NONE;
    }

    /** Gives back all that a dead process had leased of a notebook. */
    static void reap(Connection c, UUID dead, int notebook) throws SQLException {
        List<QuotaRow> rows = QuotaRow.lockChain(c, notebook);
        List<Room> gone = Sql.list(
                c,
                row -> new Room(row.getLong(1), row.getLong(2)),
                "delete from lease where process = ? and notebook = ? returning bytes, objects",
                dead,
                notebook);
        for (Room room : gone) {
            for (QuotaRow row : rows) {
                row.take(c, room.negated());
            }
        }
    }

    /** Takes what a commit used out of this process's lease, or puts there what it freed; false where the lease has ended. */
    boolean charge(Connection c, UUID lease, int notebook, Room change) throws SQLException {
        if (change.bytes() > 0 || change.objects() > 0) {
            return out(c, lease, notebook, change);
        }
        return Sql.update(
                        c,
                        "insert into lease as l (bytes, objects, process, notebook) select ?, ?, p.id, ? from process p where p.id = ? "
                                + "on conflict (process, notebook) do update set bytes = l.bytes + excluded.bytes, objects = l.objects + excluded.objects",
                        -change.bytes(),
                        -change.objects(),
                        notebook,
                        lease)
                == 1;
    }

    private static boolean out(Connection c, UUID lease, int notebook, Room room) throws SQLException {
        return Sql.update(
                        c,
                        "update lease set bytes = bytes - ?, objects = objects - ? where process = ? and notebook = ? and bytes >= ? and objects >= ?",
                        room.bytes(),
                        room.objects(),
                        lease,
                        notebook,
                        room.bytes(),
                        room.objects())
                == 1;
    }

    int liveProcesses(Connection c) throws SQLException {
        try (PreparedStatement count = c.prepareStatement("select count(*) from process where expires_at > now()");
                ResultSet found = count.executeQuery()) {
            found.next();
            return Math.max(1, found.getInt(1));
        }
    }
}
