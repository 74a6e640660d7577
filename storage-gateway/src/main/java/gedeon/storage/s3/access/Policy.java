package gedeon.storage.s3.access;

import java.util.List;

/** A bucket's policy. An action or a resource that no statement speaks of is neither allowed nor denied. */
public record Policy(List<Statement> statements) {
    /** Denies everything to everybody. */
    static final Policy SHUT = new Policy(List.of(new Statement(
            false,
            false,
            List.of(new PrincipalMatch.Everybody()),
            false,
            List.of("*"),
            false,
            List.of("*"),
            List.of())));

    public Policy {
        statements = List.copyOf(statements);
    }

    boolean denies(Caller caller, String action, String resource, Facts facts) {
        return says(false, caller, action, resource, facts);
    }

    boolean allows(Caller caller, String action, String resource, Facts facts) {
        return says(true, caller, action, resource, facts);
    }

    private boolean says(boolean allow, Caller caller, String action, String resource, Facts facts) {
        return statements.stream()
                .anyMatch(one -> one.allow() == allow && one.speaksOf(caller, action, resource, facts));
    }

    /** Whether any statement lets everybody in. */
    public boolean isPublic() {
        return statements.stream().anyMatch(Statement::isPublic);
    }
}
