package gedeon.storage.s3.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Role;
import gedeon.storage.s3.Ownership;
import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.forms.PostPolicy;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Policies of buckets and of forms. A policy that was taken answers every question without an exception: one that allows nothing lets no stranger in, and one
 * that denies nothing takes nothing from the bucket's own people.
 */
public final class PolicyTarget {
    private static final List<Caller> STRANGERS =
            List.of(Asking.anonymous(), Asking.key(Asking.OTHER, Role.OWNER, "bob"));
    private static final Caller OWNER = Asking.key(Asking.OWN, Role.OWNER, "ada");
    private static final Map<String, List<String>> SAID = Map.of(
            "aws:sourceip", List.of("192.0.2.7", "2001:db8::1"),
            "aws:currenttime", List.of("2026-11-25T10:00:00Z"),
            "aws:epochtime", List.of("1795600000"),
            "aws:securetransport", List.of("false"),
            "s3:max-keys", List.of("1000"),
            "s3:prefix", List.of("raw/", ""));
    private static final Facts FACTS = key -> SAID.getOrDefault(key, List.of());

    private PolicyTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        bucket(new String(bytes, UTF_8));
        try {
            PostPolicy.read(Base64.getEncoder().encodeToString(bytes))
                    .require(Map.of("key", "raw/a.csv", "bucket", "data", "content-type", "a,b"), Instant.EPOCH);
        } catch (S3Error declared) {
            // What a client is told.
        }
    }

    private static void bucket(String text) {
        Policy policy;
        try {
            policy = PolicyReader.read(text, "data");
        } catch (S3Error declared) {
            return;
        }
        boolean allows = policy.statements().stream().anyMatch(Statement::allow);
        boolean denies = policy.statements().stream().anyMatch(statement -> !statement.allow());
        require(allows || !policy.isPublic(), "a policy that allows nothing is public");
        for (S3Action action : S3Action.values()) {
            for (Caller stranger : STRANGERS) {
                boolean in = decide(stranger, action, policy);
                require(allows || !in, "a policy that allows nothing let a stranger do " + action);
                require(
                        !in || policy.allows(stranger, action.iam(), resource(action), FACTS),
                        "nothing allowed a stranger " + action);
                require(
                        !in || !policy.denies(stranger, action.iam(), resource(action), FACTS),
                        "a stranger was denied " + action + " and did it");
            }
            require(
                    denies || decide(OWNER, action, policy) == decide(OWNER, action, null),
                    "a policy that denies nothing changed what the owner may do: " + action);
        }
    }

    private static String resource(S3Action action) {
        return action.onObject() ? "arn:aws:s3:::data/raw/a.csv" : "arn:aws:s3:::data";
    }

    private static boolean decide(Caller caller, S3Action action, @Nullable Policy policy) {
        return Evaluator.decide(new Question(
                        caller,
                        action,
                        Asking.OWN,
                        "data",
                        "raw/a.csv",
                        new Question.Held(Asking.OWN, Acl.ofOwner(Asking.OWN)),
                        Acl.ofOwner(Asking.OWN),
                        Ownership.BUCKET_OWNER_ENFORCED,
                        policy,
                        () -> PublicAccessBlock.NONE,
                        FACTS))
                .allowed();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
