package gedeon.storage.s3;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.s3.AclHeaders.Asked;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.Acl;
import gedeon.storage.s3.access.S3Action;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** GetBucketAcl, PutBucketAcl, GetObjectAcl, PutObjectAcl. */
final class AclOperations {
    private AclOperations() {}

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "GET", "acl", AclOperations::getBucket)
                .add(Target.BUCKET, "PUT", "acl", AclOperations::putBucket)
                .add(Target.OBJECT, "GET", "acl", AclOperations::getObject)
                .add(Target.OBJECT, "PUT", "acl", AclOperations::putObject);
    }

    private static void getBucket(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.GET_BUCKET_ACL);
        call.xml(AclXml.write(call.access().list(bucket), bucket.notebook(), call.owners()), AclXml.ROOT);
    }

    private static void putBucket(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_BUCKET_ACL);
        Acl acl = asked(call, bucket, bucket.notebook());
        if (call.access().ownership(bucket).lists()) {
            call.store().set(bucket, BucketSetting.ACL, acl.text(bucket.notebook()));
        }
        call.empty(200, Map.of());
    }

    private static void getObject(Call call) throws IOException {
        ObjectReads.Found found =
                ObjectReads.found(call, call.named() ? S3Action.GET_VERSION_ACL : S3Action.GET_OBJECT_ACL);
        Acl acl = call.access().list(found.bucket(), found.version());
        int owner = call.access().owner(found.bucket(), found.version());
        call.xml(200, found.versionHeader(), AclXml.write(acl, owner, call.owners()), AclXml.ROOT);
    }

    private static void putObject(Call call) throws IOException {
        ObjectReads.Found found =
                ObjectReads.found(call, call.named() ? S3Action.PUT_VERSION_ACL : S3Action.PUT_OBJECT_ACL);
        int owner = call.access().owner(found.bucket(), found.version());
        Acl acl = asked(call, found.bucket(), owner);
        if (call.access().ownership(found.bucket()).lists()) {
            call.store().edit(found.version(), false, before -> before.withAcl(acl.text(owner)));
        }
        call.empty(200, found.versionHeader());
    }

    /** The list in headers or body. Where lists are off only one that says what is so already passes, and nothing is kept. */
    private static Acl asked(Call call, Bucket bucket, int owner) throws IOException {
        Optional<Asked> headers = AclHeaders.asked(call.exchange(), call.owners());
        byte[] body = SettingText.read(call);
        if (headers.isPresent() == body.length > 0) {
            throw headers.isPresent()
                    ? S3Error.invalidRequest("an access list is given in headers or in the body, not in both")
                    : new S3Error(
                            "MissingSecurityHeader",
                            400,
                            "an access list is given in x-amz-acl, in grants or in the body");
        }
        boolean lists = call.access().ownership(bucket).lists();
        if (headers.isPresent() && !lists) {
            AccessLists.requireSame(call, bucket, headers.get());
        }
        Acl acl = headers.isPresent()
                ? headers.get().list(owner, bucket.notebook())
                : AclXml.read(body, owner, call.owners());
        if (!lists && !acl.equals(Acl.ofOwner(bucket.notebook()))) {
            throw AccessLists.notSupported(bucket);
        }
        AccessLists.requireNotBlocked(call, bucket, acl);
        return acl;
    }
}
