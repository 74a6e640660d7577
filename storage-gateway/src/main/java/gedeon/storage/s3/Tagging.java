package gedeon.storage.s3;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Tags of buckets, objects and versions: {@code ?tagging}. */
final class Tagging {
    private static final int LARGEST = 64 << 10;

    private Tagging() {}

    static void offer(Routes routes) {
        routes.add(Target.OBJECT, "GET", "tagging", Tagging::get)
                .add(Target.OBJECT, "PUT", "tagging", Tagging::put)
                .add(Target.OBJECT, "DELETE", "tagging", Tagging::delete)
                .add(Target.BUCKET, "GET", "tagging", Tagging::getBucket)
                .add(Target.BUCKET, "PUT", "tagging", Tagging::putBucket)
                .add(Target.BUCKET, "DELETE", "tagging", Tagging::deleteBucket);
    }

    private static void get(Call call) throws IOException {
        ObjectReads.Found found =
                ObjectReads.found(call, call.named() ? S3Action.GET_VERSION_TAGGING : S3Action.GET_OBJECT_TAGGING);
        call.xml(200, found.versionHeader(), Tags.write(found.version().tags()), "Tagging");
    }

    private static void put(Call call) throws IOException {
        S3Action action = call.named() ? S3Action.PUT_VERSION_TAGGING : S3Action.PUT_OBJECT_TAGGING;
        // A policy may depend on the tags: they are read before anything is decided, but not of who can do nothing
        // here.
        call.anyOf(action, S3Action.PUT_OBJECT_TAGGING);
        Map<String, String> tags = Tags.xml(XmlTree.read(SmallBody.read(call, LARGEST), "Tagging"), Tags.OF_AN_OBJECT);
        ObjectReads.Found found = ObjectReads.found(call, action, CallFacts.withTags(call.facts(), tags));
        call.store().edit(found.version(), false, before -> before.withTags(tags));
        call.empty(200, found.versionHeader());
    }

    private static void delete(Call call) throws IOException {
        ObjectReads.Found found = ObjectReads.found(
                call, call.named() ? S3Action.DELETE_VERSION_TAGGING : S3Action.DELETE_OBJECT_TAGGING);
        call.store().edit(found.version(), false, before -> before.withTags(Map.of()));
        call.empty(204, found.versionHeader());
    }

    private static void getBucket(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.GET_BUCKET_TAGGING);
        String kept = bucket.setting(BucketSetting.TAGGING)
                .orElseThrow(() -> new S3Error("NoSuchTagSet", 404, "bucket " + bucket.name() + " has no tags"));
        call.text(200, kept);
    }

    private static void putBucket(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_BUCKET_TAGGING);
        Map<String, String> tags = Tags.xml(XmlTree.read(SmallBody.read(call, LARGEST), "Tagging"), Tags.OF_A_BUCKET);
        String kept = new String(Tags.write(tags).end("Tagging"), StandardCharsets.UTF_8);
        call.store().set(bucket, BucketSetting.TAGGING, kept);
        call.empty(200, Map.of());
    }

    private static void deleteBucket(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_BUCKET_TAGGING);
        call.store().set(bucket, BucketSetting.TAGGING, null);
        call.empty(204, Map.of());
    }
}
