package gedeon.storage.s3;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.Acl;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** GetBucketOwnershipControls, PutBucketOwnershipControls, DeleteBucketOwnershipControls. */
final class OwnershipOperations {
    private static final String ROOT = "OwnershipControls";

    private OwnershipOperations() {}

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "GET", "ownershipControls", OwnershipOperations::get)
                .add(Target.BUCKET, "PUT", "ownershipControls", OwnershipOperations::put)
                .add(Target.BUCKET, "DELETE", "ownershipControls", OwnershipOperations::delete);
    }

    static Ownership mode(String s3Name) {
        return Ownership.of(s3Name)
                .orElseThrow(() -> S3Error.invalidArgument(
                        "object ownership is BucketOwnerEnforced, BucketOwnerPreferred or ObjectWriter, was \"" + s3Name
                                + "\""));
    }

    /** What the server's setting says is shown where it is S3's default of today; the one of old was to have no controls. */
    private static void get(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.GET_OWNERSHIP);
        Ownership ownership = call.access().ownership(bucket);
        if (bucket.setting(BucketSetting.OWNERSHIP).isEmpty() && ownership == Ownership.OBJECT_WRITER) {
            throw new S3Error(
                    "OwnershipControlsNotFoundError", 404, "bucket " + bucket.name() + " has no ownership controls");
        }
        XmlWriter xml = XmlWriter.root(ROOT)
                .open("Rule")
                .element("ObjectOwnership", ownership.s3Name())
                .close("Rule");
        call.xml(xml, ROOT);
    }

    private static void put(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_OWNERSHIP);
        List<XmlTree> rules = XmlTree.read(SmallBody.read(call), ROOT).all("Rule");
        if (rules.size() != 1) {
            throw new S3Error("MalformedXML", 400, "ownership controls have one Rule, were " + rules.size());
        }
        Ownership ownership = mode(rules.getFirst().textOf("ObjectOwnership").orElse(""));
        Acl acl = call.access().list(bucket);
        if (!ownership.lists() && !acl.equals(Acl.ofOwner(bucket.notebook()))) {
            throw new S3Error(
                    "InvalidBucketAclWithObjectOwnership",
                    400,
                    "bucket " + bucket.name() + " has an access list that lets others in; set it to private first");
        }
        call.store().set(bucket, BucketSetting.OWNERSHIP, ownership.s3Name());
        call.empty(200, Map.of());
    }

    private static void delete(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_OWNERSHIP);
        call.store().set(bucket, BucketSetting.OWNERSHIP, null);
        call.empty(204, Map.of());
    }
}
