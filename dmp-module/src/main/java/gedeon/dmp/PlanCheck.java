package gedeon.dmp;

import java.util.List;

/** What holding a document against the standard found; valid where that is nothing. */
public record PlanCheck(List<Finding> findings) {
    public PlanCheck {
        findings = List.copyOf(findings);
    }

    public boolean valid() {
        return findings.isEmpty();
    }

    /** @param pointer JSON Pointer; empty for the whole document */
    public record Finding(String pointer, String code, String message, String remedy) {}
}
