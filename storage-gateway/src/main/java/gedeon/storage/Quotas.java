package gedeon.storage;

import gedeon.kernel.ByteCount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading and setting room. What admits and settles is {@code gedeon.storage.quota}; nobody else writes the ledger. */
public interface Quotas {
    /** Room of a scope, from the ledger's row: one read, never a count over objects. */
    Quota quota(Scope scope);

    /** Sets the limit of bytes, as {@link #change}. */
    default void setLimit(Scope scope, ByteCount limit) {
        change(scope, QuotaChange.limit(limit));
    }

    /** Sets how many objects fit, null for any number, as {@link #change}. */
    default void setObjectLimit(Scope scope, @Nullable Long limit) {
        change(scope, QuotaChange.objects(limit));
    }

    /**
     * Changes limits and what goes with them, all or nothing, durable on return. A limit may lie below what is taken: then nothing is admitted until it fits.
     *
     * @throws OverAllocated where a limit would promise more than the unit above, or the unit itself, allows
     */
    void change(Scope scope, QuotaChange change);

    /** What a unit has promised to what is directly below it. */
    Allocation allocation(int unit);

    /**
     * Recomputes from the namespace, the leases and the tree what every notebook uses and has leased and every unit has taken, bytes and objects, and returns
     * each difference (ledger drift); empty means none.
     */
    List<LedgerDrift> verify();

    /** A ledger that differs from the namespace, in bytes or objects. */
    record LedgerDrift(Scope scope, long ledger, long namespace, RoomOf of) {}
}
