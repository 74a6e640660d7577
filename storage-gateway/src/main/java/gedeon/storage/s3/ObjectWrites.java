package gedeon.storage.s3;

import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.notebooks.Act;
import gedeon.storage.objects.ObjectStore.Bucket;
import gedeon.storage.objects.ObjectStore.Deleted;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.objects.Refusal;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PutObject, CopyObject, DeleteObject, DeleteObjects. */
final class ObjectWrites {
    private static final int MOST_DELETES = 1000;
    private static final int LARGEST_XML = 2 << 20;
    private static final List<String> DELETE_CONDITIONS =
            List.of("if-match", "x-amz-if-match-last-modified-time", "x-amz-if-match-size");

    private ObjectWrites() {}

    static void put(Call call) throws IOException {
        Bucket bucket = call.bucket(Act.ADD_OBJECT);
        ObjectHeaders.refuseNotOffered(call.exchange());
        Body body = Body.of(call);
        StoredVersion stored = call.store()
                .put(body.put(
                        bucket,
                        call.key(),
                        ObjectHeaders.content(call.exchange()),
                        ObjectHeaders.user(call.exchange()),
                        ObjectHeaders.conditions(call, bucket)));
        Map<String, String> headers = Call.headers();
        headers.put("ETag", "\"" + stored.etag() + "\"");
        ObjectHeaders.checksums(headers, stored.checksums());
        ObjectHeaders.version(headers, bucket, stored);
        call.empty(200, headers);
    }

    /** A source as {@code x-amz-copy-source} names it, once the caller may read it. */
    record Source(Bucket bucket, StoredVersion version) {}

    static Source source(Call call) {
        String raw = call.exchange()
                .header("x-amz-copy-source")
                .orElseThrow(() -> S3Error.invalidArgument("x-amz-copy-source is missing"));
        String version = null;
        int question = raw.indexOf("?versionId=");
        if (question >= 0) {
            version = raw.substring(question + "?versionId=".length());
            raw = raw.substring(0, question);
        }
        String path = raw.startsWith("/") ? raw.substring(1) : raw;
        int slash = path.indexOf('/');
        if (slash < 1 || slash == path.length() - 1) {
            throw S3Error.invalidArgument("x-amz-copy-source is bucket/key");
        }
        Bucket bucket = call.bucket(Uri.decodeText(path.substring(0, slash), false), Act.READ_OBJECT);
        ObjectKey key = key(Uri.decode(path.substring(slash + 1), false));
        boolean nullVersion = "null".equals(version);
        VersionId id = version == null || nullVersion
                ? null
                : VersionId.parse(version)
                        .orElseThrow(() -> S3Error.invalidArgument("not a version id in x-amz-copy-source"));
        Optional<StoredVersion> found = call.store().find(bucket, key, id, nullVersion);
        if (found.isEmpty() || found.get().deleteMarker()) {
            throw new Refusal(Refusal.Reason.NO_SUCH_KEY, "no object " + key + " to copy from");
        }
        requireConditions(call.exchange(), found.get());
        return new Source(bucket, found.get());
    }

    private static ObjectKey key(byte[] bytes) {
        if (bytes.length > ObjectKey.MAX_BYTES) {
            throw new S3Error("KeyTooLongError", 400, "a key has at most 1024 bytes, was " + bytes.length);
        }
        return ObjectKey.of(bytes);
    }

    /** As S3's CopyObject: a condition on the ETag decides over the one on the date beside it. Dates are whole seconds. */
    private static void requireConditions(Exchange exchange, StoredVersion source) {
        Instant modified = source.created().truncatedTo(ChronoUnit.SECONDS);
        Optional<String> match = exchange.header("x-amz-copy-source-if-match");
        Optional<String> none = exchange.header("x-amz-copy-source-if-none-match");
        boolean failed = match.isPresent()
                ? !ObjectReads.any(match.get(), source.etag())
                : exchange.header("x-amz-copy-source-if-unmodified-since")
                        .flatMap(ObjectReads::instant)
                        .map(modified::isAfter)
                        .orElse(false);
        failed |= none.isPresent()
                ? ObjectReads.any(none.get(), source.etag())
                : exchange.header("x-amz-copy-source-if-modified-since")
                        .flatMap(ObjectReads::instant)
                        .map(since -> !modified.isAfter(since))
                        .orElse(false);
        if (failed) {
            throw new S3Error("PreconditionFailed", 412, "a condition on the copy's source does not hold");
        }
    }

    static void copy(Call call) throws IOException {
        Bucket bucket = call.bucket(Act.ADD_OBJECT);
        ObjectHeaders.refuseNotOffered(call.exchange());
        Source source = source(call);
        boolean replace = call.exchange()
                .header("x-amz-metadata-directive")
                .filter("REPLACE"::equalsIgnoreCase)
                .isPresent();
        boolean same =
                source.bucket().id() == bucket.id() && source.version().key().equals(call.key());
        if (same
                && !replace
                && !call.exchange().header("x-amz-copy-source").orElse("").contains("?versionId=")) {
            throw S3Error.invalidRequest(
                    "a copy onto itself must change something: set x-amz-metadata-directive to REPLACE");
        }
        Map<String, String> content = replace
                ? ObjectHeaders.content(call.exchange())
                : source.version().headers();
        Map<String, String> user =
                replace ? ObjectHeaders.user(call.exchange()) : source.version().userMetadata();
        Set<DigestAlgorithm> compute = EnumSet.noneOf(DigestAlgorithm.class);
        call.exchange().header("x-amz-checksum-algorithm").ifPresent(name -> compute.add(Body.algorithm(name)));
        StoredVersion stored = call.store()
                .copy(
                        source.version(),
                        new Put(
                                bucket,
                                call.key(),
                                InputStream.nullInputStream(),
                                source.version().size().value(),
                                content,
                                user,
                                compute,
                                List::of,
                                ObjectHeaders.conditions(call, bucket)));
        XmlWriter xml = XmlWriter.root("CopyObjectResult")
                .element("LastModified", stored.created().toString())
                .element("ETag", "\"" + stored.etag() + "\"");
        stored.checksums()
                .forEach(one -> xml.element("Checksum" + one.algorithm().s3Name(), one.base64()));
        byte[] body = xml.end("CopyObjectResult");
        Map<String, String> headers = Call.headers();
        headers.put("Content-Type", "application/xml");
        ObjectHeaders.version(headers, bucket, stored);
        if (source.bucket().versioned()) {
            headers.put(
                    "x-amz-copy-source-version-id",
                    source.version().isNull()
                            ? "null"
                            : source.version().version().toString());
        }
        try (var out = call.exchange().answer(200, headers, body.length)) {
            out.write(body);
        }
    }

    static void delete(Call call) throws IOException {
        Bucket bucket = call.bucket(Act.DELETE_OBJECT);
        for (String condition : DELETE_CONDITIONS) {
            if (call.exchange().header(condition).isPresent()) {
                // To pass over a condition would delete what the client wanted kept.
                throw S3Error.notImplemented("DeleteObject with " + condition);
            }
        }
        Deleted deleted = call.store().delete(bucket, call.key(), call.version().orElse(null), call.nullVersion());
        Map<String, String> headers = Call.headers();
        deleted.version().ifPresent(version -> {
            ObjectHeaders.version(headers, bucket, version);
            if (version.deleteMarker()) {
                headers.put("x-amz-delete-marker", "true");
            }
        });
        call.empty(204, headers);
    }

    /** A request body that is XML, bounded. */
    static byte[] smallBody(Call call) throws IOException {
        Body body = Body.of(call);
        byte[] bytes = body.stream().readNBytes(LARGEST_XML + 1);
        if (bytes.length > LARGEST_XML) {
            throw new S3Error("MalformedXML", 400, "the body is longer than 2 MiB");
        }
        Digests.require(bytes, body.declared().get());
        return bytes;
    }

    static void deleteMany(Call call) throws IOException {
        Bucket bucket = call.bucket(Act.DELETE_OBJECT);
        XmlTree request = XmlTree.read(smallBody(call), "Delete");
        List<XmlTree> objects = request.all("Object");
        if (objects.isEmpty() || objects.size() > MOST_DELETES) {
            throw new S3Error(
                    "MalformedXML",
                    400,
                    "one to " + MOST_DELETES + " objects are deleted at once, was " + objects.size());
        }
        boolean quiet = request.textOf("Quiet").map(Boolean::parseBoolean).orElse(false);
        // Looked for in all of them before the first is deleted.
        for (String condition : List.of("ETag", "LastModifiedTime", "Size")) {
            if (objects.stream().anyMatch(object -> object.textOf(condition).isPresent())) {
                throw S3Error.notImplemented("DeleteObjects with the condition " + condition);
            }
        }
        XmlWriter xml = XmlWriter.root("DeleteResult");
        for (XmlTree object : objects) {
            String key = object.children().stream()
                    .filter(child -> child.name().equals("Key"))
                    .map(XmlTree::text)
                    .findFirst()
                    .orElseThrow(() -> new S3Error("MalformedXML", 400, "an object to delete has no key"));
            deleteOne(call, bucket, key, object.textOf("VersionId").filter(id -> !id.isEmpty()), quiet, xml);
        }
        call.xml(xml, "DeleteResult");
    }

    private static void deleteOne(
            Call call, Bucket bucket, String key, Optional<String> version, boolean quiet, XmlWriter xml) {
        try {
            boolean nullVersion = version.filter("null"::equals).isPresent();
            VersionId id = version.isEmpty() || nullVersion
                    ? null
                    : VersionId.parse(version.get()).orElseThrow(() -> S3Error.invalidArgument("not a version id"));
            Deleted deleted = call.store().delete(bucket, ObjectKey.of(key), id, nullVersion);
            if (!quiet) {
                xml.open("Deleted").element("Key", key);
                version.ifPresent(text -> xml.element("VersionId", text));
                deleted.version()
                        .filter(StoredVersion::deleteMarker)
                        .ifPresent(marker -> xml.element("DeleteMarker", "true")
                                .element(
                                        "DeleteMarkerVersionId",
                                        marker.version().toString()));
                xml.close("Deleted");
            }
        } catch (RuntimeException e) {
            S3Error error = S3Errors.of(
                    e instanceof IllegalArgumentException
                            ? S3Error.invalidArgument(String.valueOf(e.getMessage()))
                            : e);
            xml.open("Error").element("Key", key);
            version.ifPresent(text -> xml.element("VersionId", text));
            xml.element("Code", error.code())
                    .element("Message", String.valueOf(error.getMessage()))
                    .close("Error");
        }
    }
}
