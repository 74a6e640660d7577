package gedeon.storage.s3.access;

import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.s3.Ownership;
import gedeon.storage.s3.Parsed;
import gedeon.storage.s3.S3Error;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may act on a bucket: here alone, for every operation. Gathers what the decision depends on; {@link Evaluator} decides. The
 * database is asked only for what lets others in, never for what a key's own role allows.
 */
public final class Access {
    private final Rights rights;
    private final Notebooks notebooks;
    private final Ownership byDefault;
    private final Clock clock;
    /** Policies name their bucket. One that cannot be read any more (it was put by an older server) lets nobody in but those who can replace it. */
    private final Parsed<Policy> policies = new Parsed<>(Access::readable);

    /** @param byDefault of buckets that say nothing of it */
    public Access(Rights rights, Notebooks notebooks, Ownership byDefault, Clock clock) {
        this.rights = rights;
        this.notebooks = notebooks;
        this.byDefault = byDefault;
        this.clock = clock;
    }

    /**
     * @param key of the object; null where the bucket itself or many of its objects are meant
     * @param version that is there, where one is in view
     */
    public Decision decide(
            KeyHolder who,
            S3Action action,
            Bucket bucket,
            @Nullable ObjectKey key,
            @Nullable StoredVersion version,
            Facts facts) {
        Optional<Decision> outside = Within.refused(who, action, bucket, key == null ? null : key.toString(), facts);
        if (outside.isPresent()) {
            return outside.get();
        }
        Caller caller = Caller.of(who, rights);
        return Evaluator.decide(new Question(
                caller,
                action,
                bucket.notebook(),
                bucket.name(),
                key == null ? null : key.toString(),
                version == null || version.deleteMarker()
                        ? null
                        : new Question.Held(owner(bucket, version), list(bucket, version)),
                list(bucket),
                ownership(bucket),
                policy(bucket).orElse(null),
                () -> block(bucket),
                new AllFacts(facts, caller, bucket.notebook(), version, clock.instant())));
    }

    /** @throws S3Error AccessDenied */
    public static void require(Decision decision) {
        if (!decision.allowed()) {
            throw new S3Error("AccessDenied", 403, decision.reason());
        }
    }

    /** Whether the caller's role lets it add objects and not replace them: an agent's. */
    public boolean addsOnly(Principal who, Bucket bucket) {
        On.Notebook on = new On.Notebook(bucket.notebook());
        return rights.may(who, Act.ADD_OBJECT, on) && !rights.may(who, Act.REPLACE_OBJECT, on);
    }

    /** Whether the caller may let others in to what belongs to its own notebook. */
    public boolean mayGrant(KeyHolder who) {
        return Caller.of(who, rights).mayAtHome(Act.GRANT_ACCESS);
    }

    /** For what is done on no bucket yet: listing and creating them. */
    public void require(KeyHolder who, S3Action action, int notebook) {
        if (who.session() != null) {
            throw new S3Error("AccessDenied", 403, "a temporary key neither lists nor makes buckets");
        }
        rights.require(who.principal(), action.act(), new On.Notebook(notebook));
    }

    public Ownership ownership(Bucket bucket) {
        return bucket.setting(BucketSetting.OWNERSHIP).flatMap(Ownership::of).orElse(byDefault);
    }

    /** Of buckets that say nothing of it. */
    public Ownership byDefault() {
        return byDefault;
    }

    /** The bucket's policy, as it is now. */
    public Optional<Policy> policy(Bucket bucket) {
        return bucket.setting(BucketSetting.POLICY).map(text -> policies.of(text, bucket.name()));
    }

    private static Policy readable(String text, String bucket) {
        try {
            return PolicyReader.read(text, bucket);
        } catch (S3Error unreadable) {
            return Policy.SHUT;
        }
    }

    /** What stands against public grants in a bucket. In a confidential notebook everything does, whatever the bucket says. */
    public PublicAccessBlock block(Bucket bucket) {
        return confidential(bucket.notebook())
                ? PublicAccessBlock.ALL
                : PublicAccessBlock.read(
                        bucket.setting(BucketSetting.PUBLIC_ACCESS_BLOCK).orElse(null));
    }

    public boolean confidential(int notebook) {
        // One that is gone grants nothing.
        return notebooks
                .notebook(notebook)
                .map(Notebooks.NotebookRow::confidential)
                .orElse(true);
    }

    public Acl list(Bucket bucket) {
        return ownership(bucket).lists()
                ? Acl.kept(bucket.setting(BucketSetting.ACL).orElse(null), bucket.notebook())
                : Acl.ofOwner(bucket.notebook());
    }

    public Acl list(Bucket bucket, StoredVersion version) {
        return ownership(bucket).lists()
                ? Acl.kept(version.attributes().acl(), version.owner())
                : Acl.ofOwner(bucket.notebook());
    }

    /** The notebook that a version belongs to, as the bucket's ownership has it now. */
    public int owner(Bucket bucket, StoredVersion version) {
        return ownership(bucket).lists() ? version.owner() : bucket.notebook();
    }

    /** What a request says, and what the server knows beside it. */
    private record AllFacts(
            Facts said,
            Caller caller,
            int notebook,
            @Nullable StoredVersion version,
            Instant now) implements Facts {
        @Override
        public List<String> of(String key) {
            if (key.startsWith(ConditionKeys.EXISTING_TAG)) {
                String tag = key.substring(ConditionKeys.EXISTING_TAG.length());
                return version == null
                        ? List.of()
                        : Optional.ofNullable(version.tags().get(tag)).stream().toList();
            }
            return switch (key) {
                case "aws:currenttime" -> List.of(now.toString());
                case "aws:epochtime" -> List.of(Long.toString(now.getEpochSecond()));
                case "s3:resourceaccount" -> List.of(Notebooks.canonicalId(notebook));
                case "aws:principaltype" -> List.of(caller.anonymous() ? "Anonymous" : "User");
                case "aws:principalarn" -> signed(caller.arn());
                case "aws:principalaccount" -> signed(Notebooks.canonicalId(caller.notebook()));
                // Nobody has no id: a grant to any id at all is one to people who sign.
                case "aws:userid" -> signed(Long.toString(caller.account()));
                case "aws:username" -> signed(caller.name());
                default -> said.of(key);
            };
        }

        private List<String> signed(String text) {
            return caller.anonymous() ? List.of() : List.of(text);
        }
    }
}
