package gedeon.storage.s3;

import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.objects.ObjectStore.Bucket;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.util.Map;

/** ListBuckets, CreateBucket, HeadBucket, DeleteBucket, GetBucketLocation, GetBucketVersioning. */
final class BucketOperations {
    private BucketOperations() {}

    static void list(Call call) throws IOException {
        int notebook = call.auth().holder().notebook();
        call.rights().require(call.who(), Act.LIST_OBJECTS, new On.Notebook(notebook));
        XmlWriter xml = XmlWriter.root("ListAllMyBucketsResult");
        xml.open("Owner")
                .element("ID", call.who().id())
                .element("DisplayName", call.who().name())
                .close("Owner")
                .open("Buckets");
        for (Bucket bucket : call.store().buckets(notebook)) {
            xml.open("Bucket")
                    .element("Name", bucket.name())
                    .element("CreationDate", bucket.created().toString())
                    .close("Bucket");
        }
        call.xml(xml.close("Buckets"), "ListAllMyBucketsResult");
    }

    static void create(Call call, String region) throws IOException {
        int notebook = call.auth().holder().notebook();
        call.rights().require(call.who(), Act.CREATE_BUCKET, new On.Notebook(notebook));
        ObjectHeaders.refuseNotOffered(call.exchange());
        if (call.exchange()
                .header("x-amz-bucket-object-lock-enabled")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) {
            throw S3Error.notImplemented("a bucket with object lock on request (a notebook's raw bucket has it)");
        }
        byte[] body = ObjectWrites.smallBody(call);
        if (body.length > 0) {
            XmlTree.read(body, "CreateBucketConfiguration")
                    .textOf("LocationConstraint")
                    .filter(place -> !place.isEmpty() && !place.equals(region))
                    .ifPresent(place -> {
                        throw new S3Error("InvalidLocationConstraint", 400, "this store has one region, " + region);
                    });
        }
        Bucket bucket = call.store().createBucket(notebook, String.valueOf(call.bucketName()), false);
        call.empty(200, Map.of("Location", "/" + bucket.name()));
    }

    static void head(Call call, String region) throws IOException {
        call.bucketToUse();
        call.empty(200, Map.of("x-amz-bucket-region", region));
    }

    static void delete(Call call) throws IOException {
        call.store().deleteBucket(call.bucket(Act.DELETE_BUCKET).name());
        call.empty(204, Map.of());
    }

    static void location(Call call, String region) throws IOException {
        call.bucketToUse();
        // S3 writes nothing for its first region.
        XmlWriter xml = XmlWriter.root("LocationConstraint");
        call.xml(region.equals("us-east-1") ? xml : xml.element("LocationConstraint", region), "LocationConstraint");
    }

    static void versioning(Call call) throws IOException {
        XmlWriter xml = XmlWriter.root("VersioningConfiguration");
        call.xml(call.bucketToUse().versioned() ? xml.element("Status", "Enabled") : xml, "VersioningConfiguration");
    }
}
