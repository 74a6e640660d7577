package gedeon.storage.s3.access;

import gedeon.storage.notebooks.Act;
import gedeon.storage.s3.access.Question.Held;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what, from a question alone. In this order: the bucket's own managers always reach its policy; a policy that denies ends it; a role of the
 * bucket's notebook is enough for what belongs to that notebook; an instrument's key gains nothing more; then the policy may allow, then an access list.
 * Nothing of it: denied.
 */
final class Evaluator {
    private static final Set<S3Action> OF_THE_POLICY =
            EnumSet.of(S3Action.GET_BUCKET_POLICY, S3Action.PUT_BUCKET_POLICY, S3Action.DELETE_BUCKET_POLICY);
    /** Only a role gives these: who lets others in, and what protects raw data, is decided inside the notebook. */
    private static final Set<S3Action> BY_ROLE_ALONE = EnumSet.of(
            S3Action.GET_BUCKET_POLICY,
            S3Action.PUT_BUCKET_POLICY,
            S3Action.DELETE_BUCKET_POLICY,
            S3Action.PUT_PUBLIC_ACCESS_BLOCK,
            S3Action.PUT_OWNERSHIP,
            S3Action.BYPASS_GOVERNANCE);
    /** Whoever does not sign is let in to objects at most. */
    private static final Set<Act> UNSIGNED =
            EnumSet.of(Act.LIST_OBJECTS, Act.READ_OBJECT, Act.ADD_OBJECT, Act.DELETE_OBJECT, Act.DESCRIBE);
    /** What needs the right of the object's owner rather than of the bucket's. */
    private static final Set<Act> OF_THE_OBJECT = EnumSet.of(Act.READ_OBJECT, Act.DESCRIBE, Act.GRANT_ACCESS);

    private Evaluator() {}

    static Decision decide(Question asked) {
        Caller caller = asked.caller();
        S3Action action = asked.action();
        boolean role = caller.roles().allow(action.act(), asked.notebook());
        if (role && OF_THE_POLICY.contains(action)) {
            return new Decision.Allowed("who lets others in never shuts himself out");
        }
        Policy policy = asked.policy();
        if (policy != null && policy.denies(caller, action.iam(), asked.resource(), asked.facts())) {
            return new Decision.Denied("the bucket's policy denies " + action.iam(), true);
        }
        boolean foreign = foreign(asked);
        if (role && !foreign) {
            return new Decision.Allowed("a role of the notebook");
        }
        if (caller.agent()) {
            return denied(asked, "an instrument's key adds to its own notebook and nothing else");
        }
        if (BY_ROLE_ALONE.contains(action)) {
            return denied(asked, "only a role of the bucket's notebook allows it");
        }
        if (caller.anonymous() && !UNSIGNED.contains(action.act())) {
            return denied(asked, "the request is not signed");
        }
        boolean own = !caller.anonymous() && caller.notebook() == asked.notebook();
        if (!own && !caller.anonymous() && !caller.mayAtHome(action.act())) {
            return denied(asked, "the key's own role does not reach so far");
        }
        if (policy != null && !foreign && policy.allows(caller, action.iam(), asked.resource(), asked.facts())) {
            // Whoever does not sign is the public, however narrow the policy that would let him in.
            boolean publicly = caller.anonymous() || policy.isPublic();
            if (own || !(publicly && asked.block().get().restrictPublicBuckets())) {
                return new Decision.Allowed("the bucket's policy");
            }
        }
        if (asked.ownership().lists() && (caller.anonymous() || caller.mayAtHome(action.act())) && listed(asked)) {
            return new Decision.Allowed("an access list");
        }
        return denied(asked, "nothing allows it");
    }

    /** Whether another notebook owns what is asked for: then neither a role of the bucket's notebook nor its policy gives it away. */
    private static boolean foreign(Question asked) {
        Held object = asked.object();
        return object != null
                && asked.ownership().lists()
                && object.owner() != asked.notebook()
                && asked.action().onObject()
                && OF_THE_OBJECT.contains(asked.action().act());
    }

    private static boolean listed(Question asked) {
        Acl acl = asked.bucketAcl();
        Held object = asked.object();
        if (asked.action().onObject() && !writes(asked)) {
            if (object == null) {
                return false;
            }
            if (!asked.caller().anonymous() && asked.caller().notebook() == object.owner() && ofTheList(asked)) {
                return true;
            }
            acl = object.acl();
        }
        Permission needed = permission(asked);
        return needed != null
                && acl.gives(asked.caller(), needed, false)
                && (acl.gives(asked.caller(), needed, true)
                        || !asked.block().get().ignorePublicAcls());
    }

    /** What is asked of the bucket's list rather than of an object's. Tags that come with a write, on no version yet, are part of it. */
    private static boolean writes(Question asked) {
        return switch (asked.action()) {
            case PUT_OBJECT, ABORT_UPLOAD, LIST_PARTS -> true;
            case PUT_OBJECT_TAGGING -> asked.object() == null;
            default -> false;
        };
    }

    private static boolean ofTheList(Question asked) {
        Permission needed = permission(asked);
        return needed == Permission.READ_ACP || needed == Permission.WRITE_ACP;
    }

    /** S3, "Mapping of ACL permissions and access policy permissions". */
    private static @Nullable Permission permission(Question asked) {
        return switch (asked.action()) {
            case LIST_BUCKET,
                    LIST_VERSIONS,
                    LIST_UPLOADS,
                    GET_OBJECT,
                    GET_OBJECT_VERSION,
                    GET_OBJECT_ATTRIBUTES,
                    GET_VERSION_ATTRIBUTES -> Permission.READ;
            case PUT_OBJECT, ABORT_UPLOAD, LIST_PARTS -> Permission.WRITE;
            case PUT_OBJECT_TAGGING -> asked.object() == null ? Permission.WRITE : null;
            case GET_BUCKET_ACL, GET_OBJECT_ACL, GET_VERSION_ACL -> Permission.READ_ACP;
            case PUT_BUCKET_ACL, PUT_OBJECT_ACL, PUT_VERSION_ACL -> Permission.WRITE_ACP;
            default -> null;
        };
    }

    private static Decision denied(Question asked, String why) {
        return new Decision.Denied(
                "not allowed: " + asked.action().iam() + " (" + why
                        + "); ask the notebook's owner for a role, or for a grant in the bucket's policy",
                false);
    }
}
