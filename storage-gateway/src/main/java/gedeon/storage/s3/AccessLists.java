package gedeon.storage.s3;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.s3.AclHeaders.Asked;
import gedeon.storage.s3.access.Access;
import gedeon.storage.s3.access.Acl;
import gedeon.storage.s3.access.Acl.Grant;
import gedeon.storage.s3.access.CannedAcl;
import gedeon.storage.s3.access.Decision;
import gedeon.storage.s3.access.Grantee;
import gedeon.storage.s3.access.Permission;
import gedeon.storage.s3.access.S3Action;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** To whom what a request writes belongs, and the access list that it gets: by the bucket's ownership mode and what the request asks for. */
final class AccessLists {
    private AccessLists() {}

    /** @param acl null: the owner alone; @param owner null: the bucket's notebook */
    record Written(@Nullable String acl, @Nullable Integer owner) {}

    /** @throws S3Error AccessControlListNotSupported, AccessDenied where the list lets in whom the caller may not let in */
    static Written written(Call call, Bucket bucket) {
        Optional<Asked> asked = AclHeaders.asked(call.exchange(), call.owners());
        Ownership ownership = call.access().ownership(bucket);
        if (!ownership.lists()) {
            asked.ifPresent(list -> requireSame(call, bucket, list));
            return new Written(null, null);
        }
        // What somebody unknown writes belongs to the bucket: nobody else could answer for it.
        boolean foreign = !call.auth().isAnonymous() && call.auth().holder().notebook() != bucket.notebook();
        boolean given = ownership == Ownership.BUCKET_OWNER_PREFERRED
                && asked.filter(list -> list.is(CannedAcl.BUCKET_OWNER_FULL_CONTROL))
                        .isPresent();
        int owner = foreign && !given ? call.auth().holder().notebook() : bucket.notebook();
        Acl acl = asked.map(list -> list.list(owner, bucket.notebook())).orElseGet(() -> Acl.ofOwner(owner));
        if (asked.isPresent()) {
            requireToGrant(call, bucket, acl, owner);
            requireNotBlocked(call, bucket, acl);
        }
        return new Written(acl.text(owner), owner == bucket.notebook() ? null : owner);
    }

    /** Where lists are off, one that says what is so already is let pass, since many clients send it always. */
    static void requireSame(Call call, Bucket bucket, Asked asked) {
        boolean own = call.auth().holder().notebook() == bucket.notebook();
        boolean same = asked.is(CannedAcl.BUCKET_OWNER_FULL_CONTROL)
                || (own && asked.list(bucket.notebook(), bucket.notebook()).equals(Acl.ofOwner(bucket.notebook())));
        if (!same) {
            throw notSupported(bucket);
        }
    }

    static S3Error notSupported(Bucket bucket) {
        return new S3Error(
                "AccessControlListNotSupported",
                400,
                "bucket " + bucket.name()
                        + " does not use access lists: all in it belongs to its notebook; give roles or a bucket policy, or change its ownership controls");
    }

    /** Letting others in is a manager's right, in the notebook that owns what is written. */
    private static void requireToGrant(Call call, Bucket bucket, Acl acl, int owner) {
        Decision decision = call.decide(S3Action.PUT_OBJECT_ACL, bucket, call.objectKey(), null, call.facts());
        if (decision instanceof Decision.Denied denied && denied.explicit()) {
            Access.require(decision);
        }
        if (!acl.staysWith(owner, bucket.notebook()) && !asOpenAsTheBucket(call, bucket, acl)) {
            requireGranting(call);
        }
    }

    /** Somebody unknown may let others read what he wrote where the bucket's managers let everybody read the bucket. */
    private static boolean asOpenAsTheBucket(Call call, Bucket bucket, Acl acl) {
        Grant open = new Grant(Permission.READ, Grantee.ALL_USERS);
        return call.auth().isAnonymous()
                && call.access().list(bucket).grants().contains(open)
                && acl.grants().stream()
                        .allMatch(one ->
                                one.equals(open) || one.grantee().equals(new Grantee.Notebook(bucket.notebook())));
    }

    private static void requireGranting(Call call) {
        if (!call.access().mayGrant(call.auth().holder())) {
            throw new S3Error(
                    "AccessDenied",
                    403,
                    "an access list that lets others in needs the role of a manager; write it without, or ask one");
        }
    }

    /** @throws S3Error AccessDenied for a public list where those are blocked */
    static void requireNotBlocked(Call call, Bucket bucket, Acl acl) {
        if (acl.isPublic() && call.access().block(bucket).blockPublicAcls()) {
            throw new S3Error(
                    "AccessDenied",
                    403,
                    call.access().confidential(bucket.notebook())
                            ? "the notebook is confidential: no access list of its buckets may be public"
                            : "public access lists are blocked in bucket " + bucket.name()
                                    + "; PutPublicAccessBlock changes that");
        }
    }

    /** What CreateBucket says of access beside the name. */
    record NewBucket(@Nullable String acl, @Nullable Ownership ownership) {
        /** Whether the caller's notebook has a bucket of that name that says otherwise. */
        boolean otherThan(Call call, String name) {
            return call.store()
                    .bucket(name)
                    .filter(there -> there.notebook() == call.auth().holder().notebook())
                    .filter(there -> !there.setting(BucketSetting.ACL).equals(Optional.ofNullable(acl))
                            || (ownership != null && call.access().ownership(there) != ownership))
                    .isPresent();
        }

        void keep(ObjectStore store, Bucket bucket) {
            if (ownership != null) {
                store.set(bucket, BucketSetting.OWNERSHIP, ownership.s3Name());
            }
            if (acl != null) {
                store.set(bucket, BucketSetting.ACL, acl);
            }
        }
    }

    /** @throws S3Error InvalidBucketAclWithObjectOwnership, AccessDenied */
    static NewBucket newBucket(Call call, int notebook) {
        Ownership ownership = call.exchange()
                .header("x-amz-object-ownership")
                .map(OwnershipOperations::mode)
                .orElse(null);
        Acl acl = AclHeaders.asked(call.exchange(), call.owners())
                .map(asked -> asked.list(notebook, notebook))
                .orElseGet(() -> Acl.ofOwner(notebook));
        boolean lists = (ownership == null ? call.access().byDefault() : ownership).lists();
        if (!lists && !acl.equals(Acl.ofOwner(notebook))) {
            throw new S3Error(
                    "InvalidBucketAclWithObjectOwnership",
                    400,
                    "a bucket whose notebook owns all in it has no access list; send x-amz-object-ownership: ObjectWriter, or no list");
        }
        if (ownership != null || !acl.equals(Acl.ofOwner(notebook))) {
            requireGranting(call);
        }
        if (acl.isPublic() && call.access().confidential(notebook)) {
            throw new S3Error("AccessDenied", 403, "the notebook is confidential: its buckets are never public");
        }
        return new NewBucket(acl.text(notebook), ownership);
    }
}
