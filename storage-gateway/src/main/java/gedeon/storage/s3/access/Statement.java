package gedeon.storage.s3.access;

import java.util.List;
import java.util.Locale;

/**
 * One statement of a policy.
 *
 * @param notPrincipals whether it speaks of all but {@code principals}; likewise the other two
 * @param actions patterns in lower case: names of actions have none
 */
record Statement(
        boolean allow,
        boolean notPrincipals,
        List<PrincipalMatch> principals,
        boolean notActions,
        List<String> actions,
        boolean notResources,
        List<String> resources,
        List<Condition> conditions) {
    Statement {
        principals = List.copyOf(principals);
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }

    boolean speaksOf(Caller caller, String action, String resource, Facts facts) {
        return principals.stream().anyMatch(one -> one.matches(caller)) != notPrincipals
                && actions.stream().anyMatch(one -> Glob.matches(one, action.toLowerCase(Locale.ROOT))) != notActions
                && resources.stream().anyMatch(one -> Glob.matches(one, resource)) != notResources
                && conditions.stream().allMatch(one -> one.holds(facts));
    }

    /** S3's meaning of public: it lets everybody in, and no condition ties that to fixed places or persons. */
    boolean isPublic() {
        return allow
                && (notPrincipals || principals.stream().anyMatch(PrincipalMatch.Everybody.class::isInstance))
                && conditions.stream().noneMatch(Condition::ties);
    }
}
