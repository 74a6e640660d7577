package gedeon.storage.s3;

import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.lifecycle.Days;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.Refusal;
import gedeon.storage.s3.access.Access;
import gedeon.storage.s3.access.Decision;
import gedeon.storage.s3.access.Facts;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.auth.Authenticated;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request with its decoded target and who asks, and what every operation does with it: find the bucket, ask for the right, answer. */
record Call(
        Exchange exchange,
        Authenticated auth,
        Query query,
        @Nullable String bucketName,
        @Nullable ObjectKey objectKey,
        Sight sight,
        ObjectStore store,
        Access access,
        Owners owners,
        Days day) {
    Principal who() {
        return auth.holder().principal();
    }

    ObjectKey key() {
        if (objectKey == null) {
            throw S3Error.invalidRequest("an object key is needed");
        }
        return objectKey;
    }

    /** The bucket of the address, once the caller may act so on it, or on the object of the address where the action is one of objects. */
    Bucket bucket(S3Action action) {
        Bucket bucket = known();
        require(action, bucket, objectKey, null);
        return bucket;
    }

    /** The bucket of the address, before anything was asked of rights. */
    Bucket known() {
        return known(String.valueOf(bucketName), "x-amz-expected-bucket-owner");
    }

    /** @param expected the header that may say whose bucket the client takes it for: a name that was given to somebody else meanwhile does no harm */
    Bucket known(String name, String expected) {
        Bucket bucket = (sight.sawBucket(name) ? sight.bucket() : store.bucket(name))
                .orElseThrow(() -> new Refusal(Refusal.Reason.NO_SUCH_BUCKET, "no bucket " + name));
        exchange.header(expected)
                .filter(owner -> !owner.equals(Notebooks.canonicalId(bucket.notebook())))
                .ifPresent(owner -> {
                    throw new S3Error("AccessDenied", 403, "bucket " + name + " is not one of " + owner);
                });
        return bucket;
    }

    /** The bucket of the address for who may do so, and for an agent, which has to see that its bucket is there. */
    Bucket bucketToUse(S3Action action) {
        Bucket bucket = known();
        if (!(addsOnly(bucket) && may(S3Action.PUT_OBJECT, bucket))) {
            require(action, bucket, objectKey, null);
        }
        return bucket;
    }

    /** What the request says of itself, for conditions of policies. */
    Facts facts() {
        return new CallFacts(exchange, query, auth);
    }

    Decision decide(
            S3Action action, Bucket bucket, @Nullable ObjectKey key, @Nullable StoredVersion version, Facts facts) {
        return access.decide(auth.holder(), action, bucket, key, version, facts);
    }

    boolean may(S3Action action, Bucket bucket) {
        return decide(action, bucket, objectKey, null, facts()).allowed();
    }

    /** @throws S3Error AccessDenied */
    void require(S3Action action, Bucket bucket, @Nullable ObjectKey key, @Nullable StoredVersion version) {
        Access.require(decide(action, bucket, key, version, facts()));
    }

    void require(S3Action action, Bucket bucket, String key) {
        require(action, bucket, key(key), null);
    }

    /**
     * The bucket of the address for who may do one or the other on it, so that each of many objects is asked for by itself. A policy may let somebody do
     * so to some of them.
     */
    Bucket anyOf(S3Action one, S3Action other) {
        Bucket bucket = known();
        Decision first = decide(one, bucket, null, null, facts());
        if (!first.allowed()
                && !may(other, bucket)
                && (addsOnly(bucket) || access.policy(bucket).isEmpty())) {
            Access.require(first);
        }
        return bucket;
    }

    /** Whether the caller may add and nothing else, as an agent: then it never replaces either. */
    boolean addsOnly(Bucket bucket) {
        return access.addsOnly(who(), bucket);
    }

    /** A notebook as S3's canonical user. */
    Owners.Owner owner(int notebook) {
        return owners.of(notebook);
    }

    /** The notebook of the caller's key; buckets are made and listed there. */
    int notebook(S3Action action) {
        int notebook = auth.holder().notebook();
        access.require(auth.holder(), action, notebook);
        return notebook;
    }

    /** The version asked for by {@code versionId}; empty for the current or the null version. */
    Optional<VersionId> version() {
        return query.get("versionId")
                .filter(text -> !text.equals("null"))
                .map(text ->
                        VersionId.parse(text).orElseThrow(() -> S3Error.invalidArgument("not a version id: " + text)));
    }

    /** Whether the address names a version. */
    boolean named() {
        return query.has("versionId");
    }

    boolean nullVersion() {
        return query.get("versionId").filter("null"::equals).isPresent();
    }

    void empty(int status, Map<String, String> headers) throws IOException {
        exchange.answer(status, headers, 0).close();
    }

    void xml(XmlWriter xml, String root) throws IOException {
        xml(200, Map.of(), xml, root);
    }

    void xml(int status, Map<String, String> headers, XmlWriter xml, String root) throws IOException {
        send(status, headers, "application/xml", xml.end(root));
    }

    /** XML that is kept as it was written. */
    void text(int status, String xml) throws IOException {
        send(status, Map.of(), "application/xml", xml.getBytes(StandardCharsets.UTF_8));
    }

    void send(int status, Map<String, String> headers, String type, byte[] body) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", type);
        try (OutputStream out = exchange.answer(status, all, body.length)) {
            out.write(body);
        }
    }

    /** @throws S3Error KeyTooLongError, InvalidURI */
    static ObjectKey key(String text) {
        return key(text.getBytes(StandardCharsets.UTF_8));
    }

    static ObjectKey key(byte[] bytes) {
        return ObjectNames.of(bytes);
    }

    static Map<String, String> headers() {
        return new LinkedHashMap<>();
    }
}
