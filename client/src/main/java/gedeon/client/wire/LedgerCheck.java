package gedeon.client.wire;

import java.util.List;

/** What comparing the quota ledger with the namespace found: how many scopes were checked, which differ. */
public record LedgerCheck(long checked, List<LedgerDrift> drift) {
    public LedgerCheck {
        drift = Absent.asEmpty(drift);
    }
}
