package gedeon.storage.quota;

import gedeon.storage.QuotaExceeded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** Promises room of notebooks. No act leaves {@code used + leased > limit} of a notebook, or {@code taken > limit} of a unit, in the ledger. */
public interface QuotaLedger extends AutoCloseable {
    /**
     * Promises {@code bytes} of a notebook's room, usually without touching the database.
     *
     * @throws QuotaExceeded where some scope has not enough room, also after idle room was called back
     */
    Reservation reserve(int notebook, long bytes);

    /**
     * Settles within the caller's transaction, which holds no unit's row: {@code used += added - removed} of the notebook, the same amount out of (or
     * into) this process's lease.
     *
     * @throws LeaseLost where this process's lease has ended: the caller rolls back and answers 503
     */
    void settle(Connection transaction, int notebook, long added, long removed) throws SQLException;

    /**
     * Within the transaction that opens an upload: the room promised is kept for the upload, whatever becomes of this process, until it is released. The
     * caller ends the reservation with {@link Reservation#settled} after the commit.
     */
    void keep(Connection transaction, Reservation room, UUID upload) throws SQLException;

    /** As {@link #settle}, in room that an upload keeps; false, and nothing done, where it keeps less than {@code added}. */
    boolean settleKept(Connection transaction, int notebook, UUID upload, long added, long removed) throws SQLException;

    /** Within the transaction that ends an upload: what it still keeps, for {@link #credited} after the commit. */
    long release(Connection transaction, int notebook, UUID upload) throws SQLException;

    /** After the commit: {@code removed} bytes of deletes are idle room of this process now. */
    void credited(int notebook, long removed);

    @Override
    void close();

    /** Room promised to one upload. Ends by {@link #settled} after the commit or by {@link #close}; both may be called, the first counts. */
    interface Reservation extends AutoCloseable {
        int notebook();

        long bytes();

        /** Promises more; on refusal what was promised stays. */
        void grow(long more);

        /** The commit took {@code used} of it; the rest is idle again. */
        void settled(long used);

        /** Gives all of it back, unless settled. */
        @Override
        void close();
    }

    /** The database ended this process's lease; nothing may be admitted or settled any more. */
    final class LeaseLost extends RuntimeException {
        private static final long serialVersionUID = 1;

        public LeaseLost(String message) {
            super(message);
        }
    }
}
