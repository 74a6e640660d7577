package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.Access;
import gedeon.storage.s3.access.Policy;
import gedeon.storage.s3.access.PolicyReader;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.util.Map;

/** GetBucketPolicy, PutBucketPolicy, DeleteBucketPolicy, GetBucketPolicyStatus. A policy is kept as it was sent. */
final class PolicyOperations {
    private PolicyOperations() {}

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "GET", "policy", PolicyOperations::get)
                .add(Target.BUCKET, "PUT", "policy", PolicyOperations::put)
                .add(Target.BUCKET, "DELETE", "policy", PolicyOperations::delete)
                .add(Target.BUCKET, "GET", "policyStatus", PolicyOperations::status);
    }

    private static void get(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.GET_BUCKET_POLICY);
        String policy = bucket.setting(BucketSetting.POLICY)
                .orElseThrow(
                        () -> new S3Error("NoSuchBucketPolicy", 404, "bucket " + bucket.name() + " has no policy"));
        call.send(200, Map.of(), "application/json", policy.getBytes(UTF_8));
    }

    private static void put(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_BUCKET_POLICY);
        String text = new String(SettingText.read(call), UTF_8);
        Policy policy = PolicyReader.read(text, bucket.name());
        if (policy.isPublic() && call.access().block(bucket).blockPublicPolicy()) {
            throw new S3Error(
                    "AccessDenied",
                    403,
                    call.access().confidential(bucket.notebook())
                            ? "the notebook is confidential: no policy of its buckets may be public"
                            : "public policies are blocked in bucket " + bucket.name()
                                    + "; PutPublicAccessBlock changes that");
        }
        call.store().set(bucket, BucketSetting.POLICY, text);
        call.empty(204, Map.of());
    }

    private static void delete(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.DELETE_BUCKET_POLICY);
        call.store().set(bucket, BucketSetting.POLICY, null);
        call.empty(204, Map.of());
    }

    /** Public by its policy, or by an access list that counts. */
    private static void status(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.GET_POLICY_STATUS);
        Access access = call.access();
        boolean open = access.policy(bucket).filter(Policy::isPublic).isPresent()
                || (access.list(bucket).isPublic() && !access.block(bucket).ignorePublicAcls());
        call.xml(XmlWriter.root("PolicyStatus").element("IsPublic", String.valueOf(open)), "PolicyStatus");
    }
}
