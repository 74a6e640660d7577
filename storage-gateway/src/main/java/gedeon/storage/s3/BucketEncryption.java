package gedeon.storage.s3;

import gedeon.storage.Encryption;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.DefaultEncryption;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How a bucket's new objects are encrypted unless their request says: {@code ?encryption}. */
final class BucketEncryption {
    private static final String ROOT = "ServerSideEncryptionConfiguration";

    private BucketEncryption() {}

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "GET", "encryption", BucketEncryption::get)
                .add(Target.BUCKET, "PUT", "encryption", BucketEncryption::put)
                .add(Target.BUCKET, "DELETE", "encryption", BucketEncryption::delete);
    }

    private static void get(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.GET_ENCRYPTION);
        DefaultEncryption rule = bucket.setting(BucketSetting.ENCRYPTION)
                .map(DefaultEncryption::parse)
                .orElseThrow(() -> new S3Error(
                        "ServerSideEncryptionConfigurationNotFoundError",
                        404,
                        "bucket " + bucket.name() + " does not encrypt unless a request asks for it"));
        XmlWriter xml = XmlWriter.root(ROOT).open("Rule").open("ApplyServerSideEncryptionByDefault");
        if (rule.encryption() instanceof Encryption.NamedKey named) {
            xml.element("SSEAlgorithm", "aws:kms");
            if (!named.name().equals(Encryption.NamedKey.DEFAULT)) {
                xml.element("KMSMasterKeyID", named.name());
            }
        } else {
            xml.element("SSEAlgorithm", rule.encryption().text());
        }
        xml.close("ApplyServerSideEncryptionByDefault")
                .element("BucketKeyEnabled", String.valueOf(rule.bucketKey()))
                .close("Rule");
        call.xml(xml, ROOT);
    }

    /** The named key need not be there yet, as in S3: what is written before it is made is refused. */
    private static void put(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_ENCRYPTION);
        List<XmlTree> rules = XmlTree.read(SmallBody.read(call), ROOT).all("Rule");
        if (rules.size() != 1) {
            throw new S3Error("MalformedXML", 400, "a bucket has one rule of encryption, not " + rules.size());
        }
        XmlTree rule = rules.getFirst();
        XmlTree by = rule.all("ApplyServerSideEncryptionByDefault").stream()
                .findFirst()
                .orElseThrow(() -> new S3Error("MalformedXML", 400, "the rule says not how to encrypt"));
        Encryption encryption = Sse.encryption(
                by.textOf("SSEAlgorithm").orElse(""),
                by.textOf("KMSMasterKeyID").orElse(null));
        boolean bucketKey = rule.textOf("BucketKeyEnabled").map("true"::equals).orElse(false);
        call.store().set(bucket, BucketSetting.ENCRYPTION, new DefaultEncryption(encryption, bucketKey).text());
        call.empty(200, Map.of());
    }

    /** The bucket of a notebook that always encrypts goes back to the notebook's key. */
    private static void delete(Call call) throws IOException {
        call.store().set(call.bucket(S3Action.PUT_ENCRYPTION), BucketSetting.ENCRYPTION, null);
        call.empty(204, Map.of());
    }
}
