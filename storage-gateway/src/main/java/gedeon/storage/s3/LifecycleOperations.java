package gedeon.storage.s3;

import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.LifecycleRules;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.lifecycle.LifecycleXml;
import java.io.IOException;
import java.util.Map;

/** GetBucketLifecycleConfiguration, PutBucketLifecycleConfiguration, DeleteBucketLifecycle; and what objects tell of it. */
final class LifecycleOperations {
    private LifecycleOperations() {}

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "GET", "lifecycle", LifecycleOperations::get)
                .add(Target.BUCKET, "PUT", "lifecycle", LifecycleOperations::put)
                .add(Target.BUCKET, "DELETE", "lifecycle", LifecycleOperations::delete);
    }

    private static void get(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.GET_LIFECYCLE);
        call.text(
                200,
                bucket.setting(BucketSetting.LIFECYCLE)
                        .orElseThrow(() -> new S3Error(
                                "NoSuchLifecycleConfiguration",
                                404,
                                "bucket " + bucket.name() + " has no lifecycle rules")));
    }

    private static void put(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_LIFECYCLE);
        LifecycleRules rules = LifecycleXml.read(SettingText.read(call));
        SettingText.keep(call, bucket, BucketSetting.LIFECYCLE, LifecycleXml.text(rules));
        call.empty(200, Map.of());
    }

    private static void delete(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_LIFECYCLE);
        call.store().set(bucket, BucketSetting.LIFECYCLE, null);
        call.empty(204, Map.of());
    }

    /** When a current version will expire, where a rule says so, by the day that the job counts in. */
    static void expiration(Call call, Map<String, String> headers, Bucket bucket, StoredVersion current) {
        bucket.setting(BucketSetting.LIFECYCLE)
                .map(LifecycleXml::kept)
                .flatMap(rules -> rules.expiry(current, call.day()))
                .ifPresent(expiry -> headers.put(
                        "x-amz-expiration",
                        "expiry-date=\"" + ObjectHeaders.date(expiry.at()) + "\", rule-id=\""
                                + Uri.encode(expiry.rule(), false) + "\""));
    }
}
