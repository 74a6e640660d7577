package gedeon.storage.s3;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Refusal;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** ListBuckets, CreateBucket, HeadBucket, DeleteBucket, GetBucketLocation. */
final class BucketOperations {
    /** S3: at most 10,000 buckets a page. */
    private static final int MOST = 10_000;

    private BucketOperations() {}

    static void offer(Routes routes, String region) {
        routes.add(Target.SERVICE, "GET", "", BucketOperations::list)
                .add(Target.BUCKET, "PUT", "", call -> create(call, region))
                .add(Target.BUCKET, "HEAD", "", call -> head(call, region))
                .add(Target.BUCKET, "DELETE", "", BucketOperations::delete)
                .add(Target.BUCKET, "GET", "location", call -> location(call, region));
    }

    static void list(Call call) throws IOException {
        if (call.auth().isAnonymous()) {
            // Nobody has no buckets, as other stores say as well.
            call.xml(
                    XmlWriter.root("ListAllMyBucketsResult").open("Buckets").close("Buckets"),
                    "ListAllMyBucketsResult");
            return;
        }
        int notebook = call.notebook(S3Action.LIST_BUCKETS);
        XmlWriter xml = XmlWriter.root("ListAllMyBucketsResult");
        Owners.write(xml, "Owner", call.owner(notebook)).open("Buckets");
        String prefix = call.query().get("prefix").orElse("");
        String after = call.query()
                .get("continuation-token")
                .map(Listings::fromToken)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
        int max = call.query().number("max-buckets", 1, MOST).orElse(MOST);
        List<Bucket> found = call.store().buckets(notebook).stream()
                .filter(one -> one.name().startsWith(prefix) && one.name().compareTo(after) > 0)
                .toList();
        List<Bucket> page = found.subList(0, Math.min(max, found.size()));
        for (Bucket bucket : page) {
            xml.open("Bucket")
                    .element("Name", bucket.name())
                    .element("CreationDate", bucket.created().toString())
                    .close("Bucket");
        }
        xml.close("Buckets");
        if (found.size() > page.size()) {
            xml.element(
                    "ContinuationToken", Listings.token(page.getLast().name().getBytes(StandardCharsets.UTF_8)));
        }
        if (!prefix.isEmpty()) {
            xml.element("Prefix", prefix);
        }
        call.xml(xml, "ListAllMyBucketsResult");
    }

    static void create(Call call, String region) throws IOException {
        int notebook = call.notebook(S3Action.CREATE_BUCKET);
        ObjectHeaders.refuseNotOffered(call.exchange());
        boolean locked = call.exchange()
                .header("x-amz-bucket-object-lock-enabled")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        byte[] body = SmallBody.read(call);
        if (body.length > 0) {
            XmlTree.read(body, "CreateBucketConfiguration")
                    .textOf("LocationConstraint")
                    .filter(place -> !place.isEmpty() && !place.equals(region))
                    .ifPresent(place -> {
                        throw new S3Error("InvalidLocationConstraint", 400, "this store has one region, " + region);
                    });
        }
        String name = String.valueOf(call.bucketName());
        AccessLists.NewBucket asked = AccessLists.newBucket(call, notebook);
        try {
            Bucket bucket = locked
                    ? call.store().createLockedBucket(notebook, name)
                    : call.store().createBucket(notebook, name, false);
            // Nobody is let in before the last of it is said.
            asked.keep(call.store(), bucket);
        } catch (Refusal refusal) {
            if (asked.otherThan(call, name)) {
                throw takenOtherwise(name);
            }
            // S3's first region answers as if it had made one's own bucket anew, and changes nothing.
            if (refusal.reason() != Refusal.Reason.BUCKET_OWNED || !region.equals("us-east-1") || locked) {
                throw refusal;
            }
        }
        call.empty(200, Map.of("Location", "/" + name));
    }

    private static S3Error takenOtherwise(String name) {
        return new S3Error(
                "BucketAlreadyExists",
                409,
                "bucket " + name
                        + " exists with another access list or ownership; change it with PutBucketAcl or PutBucketOwnershipControls");
    }

    static void head(Call call, String region) throws IOException {
        call.bucketToUse(S3Action.LIST_BUCKET);
        call.empty(200, Map.of("x-amz-bucket-region", region));
    }

    static void delete(Call call) throws IOException {
        call.store().deleteBucket(call.bucket(S3Action.DELETE_BUCKET).name());
        call.empty(204, Map.of());
    }

    static void location(Call call, String region) throws IOException {
        call.bucketToUse(S3Action.GET_LOCATION);
        // S3 writes nothing for its first region.
        XmlWriter xml = XmlWriter.root("LocationConstraint");
        call.xml(region.equals("us-east-1") ? xml : xml.element("LocationConstraint", region), "LocationConstraint");
    }
}
