package gedeon.dmp.exchange.madmp;

import java.util.List;

/** The plan lacks something the standard requires and nobody but its author can supply. */
public final class MadmpIncomplete extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    MadmpIncomplete(Version version, List<Finding> findings) {
        super("the plan cannot be written as maDMP " + version.number() + ": "
                + findings.getFirst().pointer() + ": " + findings.getFirst().message()
                + (findings.size() > 1 ? " (and " + (findings.size() - 1) + " more)" : ""));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
