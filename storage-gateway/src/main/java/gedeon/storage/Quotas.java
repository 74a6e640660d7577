package gedeon.storage;

import gedeon.kernel.ByteCount;
import java.util.List;

/** Reading and setting room. What admits and settles is {@code gedeon.storage.quota}; nobody else writes the ledger. */
public interface Quotas {
    /** Room of a scope, from the ledger's row: one read, never a count over objects. */
    Quota quota(Scope scope);

    /** Sets the limit, durable on return. It may lie below what is taken: then nothing is admitted until it fits. */
    void setLimit(Scope scope, ByteCount limit);

    /** Recomputes {@code used} of every notebook from the namespace and returns each difference (ledger drift); empty means none. */
    List<LedgerDrift> verify();

    /** A ledger that differs from the namespace. */
    record LedgerDrift(Scope scope, ByteCount ledger, ByteCount namespace) {}
}
