package gedeon.client.wire;

import java.util.List;

/** What validating a plan found. */
public record PlanCheck(boolean valid, List<FindingBody> findings) {
    public PlanCheck {
        findings = Absent.asEmpty(findings);
    }
}
