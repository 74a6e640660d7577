package gedeon.storage.quota;

import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Promises room of notebooks, bytes and objects alike. No act leaves {@code used + leased} of a notebook, or {@code taken} of a unit, higher than before and
 * above its limit.
 */
public interface QuotaLedger extends AutoCloseable {
    /**
     * Promises a notebook's room, usually without touching the database.
     *
     * @throws QuotaExceeded where some scope has not enough room, also after idle room was called back
     */
    Reservation reserve(int notebook, Room room);

    /**
     * Asks whether there is so much room; nothing is promised, nothing kept from anybody.
     *
     * @throws QuotaExceeded as {@link #reserve}
     */
    void require(int notebook, Room room);

    /** Bytes alone: what makes no object yet, such as a part. */
    default Reservation reserve(int notebook, long bytes) {
        return reserve(notebook, Room.ofBytes(bytes));
    }

    /**
     * Room for what is stored in a reservation, where it has that much now and is the account's; nothing is taken out of it before {@link #settle}. Else the
     * notebook's, as {@link #reserve}: nobody is refused because a reservation is too small, has ended or was never made.
     */
    default Reservation admit(@Nullable Claim claim, int notebook, Room room) {
        return claim != null && keeps(claim, notebook, room)
                ? new InKeptRoom(notebook, room, claim.reservation())
                : reserve(notebook, room);
    }

    /** Whether a reservation of that account in that notebook has so much room now. */
    boolean keeps(Claim claim, int notebook, Room room);

    /**
     * Settles within the caller's transaction, which holds no unit's row: {@code used += added - removed} of the notebook, the same amount out of (or
     * into) this process's lease. Bytes and objects by the same two statements.
     *
     * @param from the {@link Reservation#lease} that promised what is added; null where nothing is
     * @throws LeaseLost where that lease, or this process's, has ended: the caller rolls back and answers 503
     */
    default void settle(Connection transaction, @Nullable UUID from, int notebook, Room added, Room removed)
            throws SQLException {
        settle(transaction, from, notebook, added, removed, new TreeMap<>());
    }

    /**
     * As above, beside what goes into reservations. Their rows are locked before the notebook's, in the order of their ids: a transaction settles a notebook
     * once.
     *
     * @param kept by reservation what is stored beside {@code added}, none of it in {@code added}; negative where it gets room back
     * @throws NotKept where one has not that much: the caller rolls back and takes the notebook's room for it
     */
    void settle(
            Connection transaction,
            @Nullable UUID from,
            int notebook,
            Room added,
            Room removed,
            SortedMap<UUID, Room> kept)
            throws SQLException;

    /** As above, of what this process's lease of now promised. */
    default void settle(Connection transaction, int notebook, Room added, Room removed) throws SQLException {
        settle(transaction, null, notebook, added, removed);
    }

    /**
     * Within the transaction that opens an upload: the bytes promised are kept for the upload, whatever becomes of this process, until they are released.
     * The caller ends the reservation with {@link Reservation#settled} after the commit. The object that the upload becomes is admitted when it is completed.
     */
    void keep(Connection transaction, Reservation room, UUID upload) throws SQLException;

    /** As {@link #settle}, in room that an upload keeps; false, and nothing done, where it keeps less than {@code added}. */
    boolean settleKept(Connection transaction, int notebook, UUID upload, long added, long removed) throws SQLException;

    /** Within the transaction that ends an upload: the bytes that it still keeps, for {@link #credited} after the commit. */
    long release(Connection transaction, int notebook, UUID upload) throws SQLException;

    /** After the commit: what deletes removed is idle room of this process now. */
    void credited(int notebook, Room removed);

    /** A notebook's room as this process's last commit saw it, where that is above its first threshold. From memory. */
    default Optional<Quota> nearlyFull(int notebook) {
        return Optional.empty();
    }

    @Override
    void close();

    /** Room promised to one upload. Ends by {@link #settled} after the commit or by {@link #close}; both may be called, the first counts. */
    interface Reservation extends AutoCloseable {
        int notebook();

        Room room();

        /** The lease that it was promised from; null where it is of none. */
        default @Nullable UUID lease() {
            return null;
        }

        /** The reservation of an account whose room it is in; null where it is in none. */
        default @Nullable UUID reservation() {
            return null;
        }

        default long bytes() {
            return room().bytes();
        }

        /** Promises more bytes; on refusal what was promised stays. */
        void grow(long more);

        /** A part of it as a reservation of its own: what is promised stays the same. @throws IllegalArgumentException where it has less */
        Reservation split(Room part);

        /** The commit took {@code used} of it; the rest is idle again. */
        void settled(Room used);

        /** Gives all of it back, unless settled. */
        @Override
        void close();
    }

    /** What is kept has too little room for what was to be stored in it: the notebook's room must be asked. */
    final class NotKept extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** The database ended this process's lease; nothing may be admitted or settled any more. */
    final class LeaseLost extends RuntimeException {
        private static final long serialVersionUID = 1;

        public LeaseLost(String message) {
            super(message);
        }
    }
}
