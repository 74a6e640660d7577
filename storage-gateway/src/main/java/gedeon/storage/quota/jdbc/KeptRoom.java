package gedeon.storage.quota.jdbc;

import gedeon.storage.quota.QuotaLedger.LeaseLost;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * The rows of room that uploads keep, each within the caller's transaction. What is kept stays part of the notebook's {@code leased}; it belongs to no
 * process, so that it outlives the one that took it.
 */
final class KeptRoom {
    private KeptRoom() {}

    /** Moves room from a process's lease to an upload. */
    static void keep(Connection c, UUID process, int notebook, UUID upload, long bytes) throws SQLException {
        int moved = Sql.update(
                c,
                "update lease set bytes = bytes - ? where process = ? and notebook = ? and bytes >= ?",
                bytes,
                process,
                notebook,
                bytes);
        if (moved != 1) {
            throw new LeaseLost("this process's lease has ended; repeat the request");
        }
        Sql.update(c, "insert into kept_room (upload, notebook, bytes) values (?, ?, ?)", upload, notebook, bytes);
    }

    /** Stores {@code added} bytes in room that the upload keeps, and gives it the room of {@code removed}; false, and nothing done, where it has too little. */
    static boolean settle(Connection c, int notebook, UUID upload, long added, long removed) throws SQLException {
        long change = added - removed;
        int taken = Sql.update(
                c,
                "update kept_room set bytes = bytes - ?, touched = now() where upload = ? and bytes >= ?",
                change,
                upload,
                added);
        if (taken != 1) {
            return false;
        }
        Sql.update(
                c,
                "update quota set used = used + ?, leased = leased - ? where kind = 'n' and id = ?",
                change,
                change,
                notebook);
        return true;
    }

    /** Ends what an upload keeps: it is the process's idle room after the commit. Returns its bytes, 0 where it keeps none. */
    static long release(Connection c, UUID process, int notebook, UUID upload) throws SQLException {
        List<Long> kept =
                Sql.list(c, row -> row.getLong(1), "delete from kept_room where upload = ? returning bytes", upload);
        long bytes = kept.isEmpty() ? 0 : kept.getFirst();
        if (bytes > 0) {
            int given = Sql.update(
                    c,
                    "insert into lease as l (process, notebook, bytes) select p.id, ?, ? from process p where p.id = ? "
                            + "on conflict (process, notebook) do update set bytes = l.bytes + excluded.bytes",
                    notebook,
                    bytes,
                    process);
            if (given != 1) {
                throw new LeaseLost("this process's lease has ended; repeat the request");
            }
        }
        return bytes;
    }
}
