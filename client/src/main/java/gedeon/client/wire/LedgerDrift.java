package gedeon.client.wire;

/** A scope whose ledger differs from what the namespace holds, in bytes. */
public record LedgerDrift(String scope, long ledger, long namespace) {}
