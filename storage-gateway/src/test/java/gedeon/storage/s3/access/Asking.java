package gedeon.storage.s3.access;

import gedeon.storage.notebooks.JdbcRights;
import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.notebooks.Role;
import gedeon.storage.s3.Ownership;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A question on bucket {@code data} of notebook 1, asked by a reader of notebook 2 about {@code raw/a.csv}; each method gives another one. */
record Asking(
        Caller caller,
        S3Action action,
        @Nullable String key,
        Question.@Nullable Held object,
        Acl bucketAcl,
        Ownership ownership,
        @Nullable String policy,
        PublicAccessBlock block,
        Map<String, List<String>> facts) {
    static final int OWN = 1;
    static final int OTHER = 2;
    /** Grants on notebooks are decided without a database. */
    private static final Rights RIGHTS = new JdbcRights(null);

    static Asking start() {
        return new Asking(
                key(OTHER, Role.READER, "bob"),
                S3Action.GET_OBJECT,
                "raw/a.csv",
                new Question.Held(OWN, Acl.ofOwner(OWN)),
                Acl.ofOwner(OWN),
                Ownership.BUCKET_OWNER_ENFORCED,
                null,
                PublicAccessBlock.NONE,
                Map.of());
    }

    static Caller key(int notebook, Role role, String name) {
        Principal.Kind kind = role == Role.AGENT ? Principal.Kind.AGENT : Principal.Kind.PERSON;
        Principal who = new Principal(7, name, kind, Set.of(new Principal.Grant(role, new On.Notebook(notebook))));
        return Caller.of(new KeyHolder("key", "secret", who, notebook), RIGHTS);
    }

    static Caller anonymous() {
        return Caller.of(new KeyHolder("", "", Principal.ANONYMOUS, 0), RIGHTS);
    }

    Asking by(Caller other) {
        return new Asking(other, action, key, object, bucketAcl, ownership, policy, block, facts);
    }

    Asking of(S3Action other) {
        return new Asking(caller, other, key, object, bucketAcl, ownership, policy, block, facts);
    }

    Asking about(@Nullable String other) {
        return new Asking(caller, action, other, object, bucketAcl, ownership, policy, block, facts);
    }

    Asking where(Ownership other) {
        return new Asking(caller, action, key, object, bucketAcl, other, policy, block, facts);
    }

    Asking object(int owner, Acl acl) {
        return new Asking(
                caller, action, key, new Question.Held(owner, acl), bucketAcl, ownership, policy, block, facts);
    }

    Asking nothingThere() {
        return new Asking(caller, action, key, null, bucketAcl, ownership, policy, block, facts);
    }

    Asking bucketAcl(Acl other) {
        return new Asking(caller, action, key, object, other, ownership, policy, block, facts);
    }

    Asking policy(@Nullable String other) {
        return new Asking(caller, action, key, object, bucketAcl, ownership, other, block, facts);
    }

    Asking block(PublicAccessBlock other) {
        return new Asking(caller, action, key, object, bucketAcl, ownership, policy, other, facts);
    }

    Asking saying(String fact, String value) {
        return new Asking(
                caller, action, key, object, bucketAcl, ownership, policy, block, Map.of(fact, List.of(value)));
    }

    Decision decide() {
        return Evaluator.decide(new Question(
                caller,
                action,
                OWN,
                "data",
                key,
                object,
                bucketAcl,
                ownership,
                policy == null ? null : PolicyReader.read(policy, "data"),
                () -> block,
                fact -> facts.getOrDefault(fact, List.of())));
    }

    boolean allowed() {
        return decide().allowed();
    }

    /** A policy of statements; {@code '} stands for {@code "}. */
    static String statements(String... statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":["
                + String.join(",", statements).replace('\'', '"') + "]}";
    }

    static String allow(String principal, String action, String resource) {
        return statement("Allow", principal, action, resource, "");
    }

    static String deny(String principal, String action, String resource) {
        return statement("Deny", principal, action, resource, "");
    }

    static String statement(String effect, String principal, String action, String resource, String condition) {
        return "{'Effect':'" + effect + "','Principal':" + principal + ",'Action':'" + action
                + "','Resource':'arn:aws:s3:::" + resource + "'"
                + (condition.isEmpty() ? "" : ",'Condition':" + condition) + "}";
    }
}
