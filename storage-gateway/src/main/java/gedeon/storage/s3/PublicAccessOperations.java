package gedeon.storage.s3;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.PublicAccessBlock;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.util.Map;

/** GetPublicAccessBlock, PutPublicAccessBlock, DeletePublicAccessBlock. In a confidential notebook all four are on and stay so. */
final class PublicAccessOperations {
    private static final String ROOT = "PublicAccessBlockConfiguration";

    private PublicAccessOperations() {}

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "GET", "publicAccessBlock", PublicAccessOperations::get)
                .add(Target.BUCKET, "PUT", "publicAccessBlock", PublicAccessOperations::put)
                .add(Target.BUCKET, "DELETE", "publicAccessBlock", PublicAccessOperations::delete);
    }

    private static void get(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.GET_PUBLIC_ACCESS_BLOCK);
        PublicAccessBlock block = call.access().block(bucket);
        if (bucket.setting(BucketSetting.PUBLIC_ACCESS_BLOCK).isEmpty() && block.equals(PublicAccessBlock.NONE)) {
            throw new S3Error(
                    "NoSuchPublicAccessBlockConfiguration",
                    404,
                    "bucket " + bucket.name() + " has no public-access block");
        }
        XmlWriter xml = XmlWriter.root(ROOT)
                .element("BlockPublicAcls", String.valueOf(block.blockPublicAcls()))
                .element("IgnorePublicAcls", String.valueOf(block.ignorePublicAcls()))
                .element("BlockPublicPolicy", String.valueOf(block.blockPublicPolicy()))
                .element("RestrictPublicBuckets", String.valueOf(block.restrictPublicBuckets()));
        call.xml(xml, ROOT);
    }

    private static void put(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_PUBLIC_ACCESS_BLOCK);
        XmlTree asked = XmlTree.read(SmallBody.read(call), ROOT);
        PublicAccessBlock block = new PublicAccessBlock(
                flag(asked, "BlockPublicAcls"),
                flag(asked, "IgnorePublicAcls"),
                flag(asked, "BlockPublicPolicy"),
                flag(asked, "RestrictPublicBuckets"));
        if (!block.equals(PublicAccessBlock.ALL)) {
            requireNotConfidential(call, bucket);
        }
        call.store().set(bucket, BucketSetting.PUBLIC_ACCESS_BLOCK, block.text());
        call.empty(200, Map.of());
    }

    private static boolean flag(XmlTree asked, String name) {
        return switch (asked.textOf(name).orElse("false")) {
            case "true", "TRUE", "True" -> true;
            case "false", "FALSE", "False" -> false;
            default -> throw new S3Error("MalformedXML", 400, name + " is true or false");
        };
    }

    private static void delete(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_PUBLIC_ACCESS_BLOCK);
        requireNotConfidential(call, bucket);
        call.store().set(bucket, BucketSetting.PUBLIC_ACCESS_BLOCK, null);
        call.empty(204, Map.of());
    }

    private static void requireNotConfidential(Call call, Bucket bucket) {
        if (call.access().confidential(bucket.notebook())) {
            throw new S3Error(
                    "AccessDenied",
                    403,
                    "the notebook is confidential: public access stays blocked in all its buckets");
        }
    }
}
