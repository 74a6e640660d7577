package gedeon.client.wire;

/**
 * A scope whose ledger differs from what the namespace holds.
 *
 * @param of {@code bytes} or {@code objects}
 */
public record LedgerDrift(String scope, long ledger, long namespace, String of) {}
