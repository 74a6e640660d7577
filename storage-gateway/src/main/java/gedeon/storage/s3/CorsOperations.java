package gedeon.storage.s3;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.cors.CorsRules;
import java.io.IOException;
import java.util.Map;

/** GetBucketCors, PutBucketCors, DeleteBucketCors. */
final class CorsOperations {
    private CorsOperations() {}

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "GET", "cors", CorsOperations::get)
                .add(Target.BUCKET, "PUT", "cors", CorsOperations::put)
                .add(Target.BUCKET, "DELETE", "cors", CorsOperations::delete);
    }

    private static void get(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.GET_CORS);
        call.text(
                200,
                bucket.setting(BucketSetting.CORS)
                        .orElseThrow(() -> new S3Error(
                                "NoSuchCORSConfiguration", 404, "bucket " + bucket.name() + " has no CORS rules")));
    }

    private static void put(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_CORS);
        CorsRules rules = CorsRules.read(SettingText.read(call));
        SettingText.keep(call, bucket, BucketSetting.CORS, rules.text());
        call.empty(200, Map.of());
    }

    private static void delete(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_CORS);
        call.store().set(bucket, BucketSetting.CORS, null);
        call.empty(204, Map.of());
    }
}
