package gedeon.storage;

import gedeon.kernel.ByteCount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading and setting room. What admits and settles is {@code gedeon.storage.quota}; nobody else writes the ledger. */
public interface Quotas {
    /** Room of a scope, from the ledger's row: one read, never a count over objects. */
    Quota quota(Scope scope);

    /** Sets the limit, durable on return. It may lie below what is taken: then nothing is admitted until it fits. */
    void setLimit(Scope scope, ByteCount limit);

    /** Sets how many objects fit, null for any number; otherwise as {@link #setLimit}. */
    void setObjectLimit(Scope scope, @Nullable Long limit);

    /**
     * Recomputes from the namespace, the leases and the tree what every notebook uses and has leased and every unit has taken, bytes and objects, and returns
     * each difference (ledger drift); empty means none.
     */
    List<LedgerDrift> verify();

    /** A ledger that differs from the namespace, in bytes or objects. */
    record LedgerDrift(Scope scope, long ledger, long namespace, RoomOf of) {}
}
