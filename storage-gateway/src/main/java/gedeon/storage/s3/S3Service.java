package gedeon.storage.s3;

import gedeon.storage.ObjectKey;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.s3.auth.Authenticated;
import gedeon.storage.s3.auth.SigV4;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to its operation: who asks, for which bucket and key, to do what. Whatever fails becomes one S3 error answer. */
public final class S3Service {
    private static final Logger LOG = LoggerFactory.getLogger(S3Service.class);
    /** Sub-resources of S3 that are not offered; asking for one is told, never answered as the plain operation. */
    private static final Set<String> NOT_OFFERED = Set.of(
            "abac",
            "accelerate",
            "acl",
            "analytics",
            "attributes",
            "cors",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "logging",
            "metadataConfiguration",
            "metadataInventoryTable",
            "metadataJournalTable",
            "metadataTable",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "renameObject",
            "replication",
            "requestPayment",
            "restore",
            "retention",
            "select",
            "session",
            "tagging",
            "torrent",
            "versions",
            "website");

    private final ObjectStore store;
    private final Rights rights;
    private final SigV4 signatures;
    private final String region;

    public S3Service(ObjectStore store, Notebooks notebooks, Rights rights, String region, Clock clock) {
        this.store = store;
        this.rights = rights;
        this.region = region;
        this.signatures = new SigV4(notebooks::byAccessKey, region, clock);
    }

    public void handle(Exchange exchange) throws IOException {
        try {
            Authenticated auth = signatures.check(exchange);
            dispatch(call(exchange, auth));
        } catch (IOException | RuntimeException e) {
            fail(exchange, e);
        }
    }

    private Call call(Exchange exchange, Authenticated auth) {
        String path = exchange.rawPath();
        int slash = path.indexOf('/', 1);
        String bucket = Uri.decodeText(
                slash < 0 ? path.substring(Math.min(1, path.length())) : path.substring(1, slash), false);
        byte[] key = slash < 0 ? new byte[0] : Uri.decode(path.substring(slash + 1), false);
        if (key.length > ObjectKey.MAX_BYTES) {
            throw new S3Error("KeyTooLongError", 400, "a key has at most 1024 bytes, was " + key.length);
        }
        return new Call(
                exchange,
                auth,
                Query.of(exchange.rawQuery()),
                bucket.isEmpty() ? null : bucket,
                key.length == 0 ? null : ObjectKey.of(key),
                store,
                rights);
    }

    private void dispatch(Call call) throws IOException {
        for (String resource : NOT_OFFERED) {
            if (call.query().has(resource)) {
                throw S3Error.notImplemented("?" + resource);
            }
        }
        if (call.bucketName() == null) {
            service(call);
        } else if (call.objectKey() == null) {
            bucket(call);
        } else {
            object(call);
        }
    }

    private static S3Error methodNotAllowed(Call call) {
        return new S3Error("MethodNotAllowed", 405, call.exchange().method() + " is not an operation on this resource");
    }

    private static void service(Call call) throws IOException {
        if (!call.exchange().method().equals("GET")) {
            throw methodNotAllowed(call);
        }
        BucketOperations.list(call);
    }

    private void bucket(Call call) throws IOException {
        Query query = call.query();
        switch (call.exchange().method()) {
            case "GET" -> {
                if (query.has("location")) {
                    BucketOperations.location(call, region);
                } else if (query.has("versioning")) {
                    BucketOperations.versioning(call);
                } else if (query.has("uploads")) {
                    MultipartOperations.uploads(call);
                } else if (query.get("list-type").filter("2"::equals).isPresent()) {
                    Listings.second(call);
                } else {
                    Listings.first(call);
                }
            }
            case "HEAD" -> BucketOperations.head(call, region);
            case "PUT" -> {
                if (query.has("versioning")) {
                    throw S3Error.notImplemented("PutBucketVersioning");
                }
                BucketOperations.create(call, region);
            }
            case "DELETE" -> BucketOperations.delete(call);
            case "POST" -> {
                if (!query.has("delete")) {
                    throw S3Error.notImplemented("a POST form");
                }
                ObjectWrites.deleteMany(call);
            }
            default -> throw methodNotAllowed(call);
        }
    }

    private static void object(Call call) throws IOException {
        Query query = call.query();
        boolean copy = call.exchange().header("x-amz-copy-source").isPresent();
        switch (call.exchange().method()) {
            case "GET" -> {
                if (query.has("uploadId")) {
                    MultipartOperations.parts(call);
                } else {
                    ObjectReads.get(call);
                }
            }
            case "HEAD" -> ObjectReads.head(call);
            case "PUT" -> {
                if (query.has("uploadId") && copy) {
                    MultipartOperations.copyPart(call);
                } else if (query.has("uploadId")) {
                    MultipartOperations.putPart(call);
                } else if (copy) {
                    ObjectWrites.copy(call);
                } else {
                    ObjectWrites.put(call);
                }
            }
            case "DELETE" -> {
                if (query.has("uploadId")) {
                    MultipartOperations.abort(call);
                } else {
                    ObjectWrites.delete(call);
                }
            }
            case "POST" -> {
                if (query.has("uploads")) {
                    MultipartOperations.create(call);
                } else if (query.has("uploadId")) {
                    MultipartOperations.complete(call);
                } else {
                    throw S3Error.notImplemented("a POST on an object");
                }
            }
            default -> throw methodNotAllowed(call);
        }
    }

    private static void fail(Exchange exchange, Exception failure) throws IOException {
        if (exchange.answered()) {
            // Bytes are under way: the only honest end is a cut connection.
            LOG.warn("request {} cut: {}", exchange.requestId(), failure.toString());
            throw failure instanceof IOException io ? io : new IOException(failure);
        }
        // The engine wraps what the network said; a sender that stopped is no failure of this server.
        boolean ended = failure instanceof EOFException || failure.getCause() instanceof EOFException;
        S3Error error = ended
                ? new S3Error("IncompleteBody", 400, "the body ended before its length: " + failure.getMessage())
                : S3Errors.of(failure);
        if (error.status() >= 500 && error.status() != 501) {
            LOG.warn("request {} failed", exchange.requestId(), failure);
        }
        XmlWriter xml = XmlWriter.plainRoot("Error")
                .element("Code", error.code())
                .element("Message", String.valueOf(error.getMessage()));
        error.details().forEach(xml::element);
        byte[] body = xml.element("Resource", exchange.rawPath())
                .element("RequestId", exchange.requestId())
                .end("Error");
        boolean head = exchange.method().equals("HEAD");
        // A body that was refused unread is not waited for.
        Map<String, String> headers = Map.of(
                "Content-Type", "application/xml", "Connection", exchange.bodyPending() ? "close" : "keep-alive");
        try (OutputStream out = exchange.answer(error.status(), headers, head ? 0 : body.length)) {
            if (!head) {
                out.write(body);
            }
        }
    }
}
