package gedeon.storage.s3;

import gedeon.storage.ObjectKey;
import gedeon.storage.VersionId;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Bucket;
import gedeon.storage.objects.Refusal;
import gedeon.storage.s3.auth.Authenticated;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An authenticated request with its decoded target, and what every operation does with it: find the bucket, ask for the right, answer. */
record Call(
        Exchange exchange,
        Authenticated auth,
        Query query,
        @Nullable String bucketName,
        @Nullable ObjectKey objectKey,
        ObjectStore store,
        Rights rights) {
    Principal who() {
        return auth.holder().principal();
    }

    ObjectKey key() {
        if (objectKey == null) {
            throw S3Error.invalidRequest("an object key is needed");
        }
        return objectKey;
    }

    /** The bucket of the address, once the caller has the right to this act on it. */
    Bucket bucket(Act act) {
        return bucket(bucketName == null ? "" : bucketName, act);
    }

    Bucket bucket(String name, Act act) {
        Bucket bucket =
                store.bucket(name).orElseThrow(() -> new Refusal(Refusal.Reason.NO_SUCH_BUCKET, "no bucket " + name));
        rights.require(who(), act, new On.Notebook(bucket.notebook()));
        return bucket;
    }

    /** The bucket of the address for who may list it or add to it: an agent has to see that its bucket is there. */
    Bucket bucketToUse() {
        Bucket bucket = store.bucket(bucketName == null ? "" : bucketName)
                .orElseThrow(() -> new Refusal(Refusal.Reason.NO_SUCH_BUCKET, "no bucket " + bucketName));
        if (!may(Act.ADD_OBJECT, bucket)) {
            rights.require(who(), Act.LIST_OBJECTS, new On.Notebook(bucket.notebook()));
        }
        return bucket;
    }

    boolean may(Act act, Bucket bucket) {
        return rights.may(who(), act, new On.Notebook(bucket.notebook()));
    }

    /** The version asked for by {@code versionId}; empty for the current or the null version. */
    Optional<VersionId> version() {
        return query.get("versionId")
                .filter(text -> !text.equals("null"))
                .map(text ->
                        VersionId.parse(text).orElseThrow(() -> S3Error.invalidArgument("not a version id: " + text)));
    }

    boolean nullVersion() {
        return query.get("versionId").filter("null"::equals).isPresent();
    }

    void empty(int status, Map<String, String> headers) throws IOException {
        exchange.answer(status, headers, 0).close();
    }

    void xml(XmlWriter xml, String root) throws IOException {
        byte[] body = xml.end(root);
        try (OutputStream out = exchange.answer(200, Map.of("Content-Type", "application/xml"), body.length)) {
            out.write(body);
        }
    }

    static Map<String, String> headers() {
        return new LinkedHashMap<>();
    }
}
