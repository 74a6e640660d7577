package gedeon.storage.s3;

import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deleted;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.Access;
import gedeon.storage.s3.access.Facts;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** DeleteObject and DeleteObjects, with versions, conditions and the bypass of GOVERNANCE. */
final class ObjectDeletes {
    private static final int MOST = 1000;

    private ObjectDeletes() {}

    static void offer(Routes routes) {
        routes.add(Target.OBJECT, "DELETE", "", ObjectDeletes::one)
                .add(Target.BUCKET, "POST", "delete", ObjectDeletes::many);
    }

    private static void one(Call call) throws IOException {
        Bucket bucket = call.bucket(call.named() ? S3Action.DELETE_OBJECT_VERSION : S3Action.DELETE_OBJECT);
        DeleteConditions conditions = new DeleteConditions(
                call.exchange().header("if-match").map(ObjectHeaders::unquote).orElse(null),
                call.exchange()
                        .header("x-amz-if-match-last-modified-time")
                        .map(ObjectDeletes::time)
                        .orElse(null),
                call.exchange()
                        .header("x-amz-if-match-size")
                        .map(ObjectDeletes::size)
                        .orElse(null));
        Deleted deleted = call.store()
                .delete(new Deletion(
                        bucket,
                        call.key(),
                        call.version().orElse(null),
                        call.nullVersion(),
                        bypass(call, bucket),
                        conditions));
        Map<String, String> headers = Call.headers();
        deleted.version().ifPresent(version -> {
            if (bucket.showsVersions() || call.named()) {
                headers.put("x-amz-version-id", version.versionText());
            }
            if (version.deleteMarker()) {
                headers.put("x-amz-delete-marker", "true");
            }
        });
        call.empty(204, headers);
    }

    /** Whether the caller asks to pass GOVERNANCE, and may. */
    static boolean bypass(Call call, Bucket bucket) {
        return bypassAsked(call) && call.may(S3Action.BYPASS_GOVERNANCE, bucket);
    }

    private static boolean bypassAsked(Call call) {
        return call.exchange()
                .header("x-amz-bypass-governance-retention")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
    }

    private static Instant time(String text) {
        return ReadConditions.instant(text).orElseGet(() -> iso(text));
    }

    private static Instant iso(String text) {
        try {
            return Instant.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw S3Error.invalidArgument("not a time: \"" + text + "\"");
        }
    }

    private static long size(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw S3Error.invalidArgument("a size is a number of bytes, was \"" + text + "\"");
        }
    }

    private static void many(Call call) throws IOException {
        Bucket bucket = call.anyOf(S3Action.DELETE_OBJECT, S3Action.DELETE_OBJECT_VERSION);
        XmlTree request = XmlTree.read(SmallBody.read(call), "Delete");
        List<XmlTree> objects = request.all("Object");
        if (objects.isEmpty() || objects.size() > MOST) {
            throw new S3Error(
                    "MalformedXML", 400, "one to " + MOST + " objects are deleted at once, was " + objects.size());
        }
        boolean quiet = request.textOf("Quiet").map(Boolean::parseBoolean).orElse(false);
        XmlWriter xml = XmlWriter.root("DeleteResult");
        for (XmlTree object : objects) {
            String key = object.rawTextOf("Key")
                    .orElseThrow(() -> new S3Error("MalformedXML", 400, "an object to delete has no key"));
            String version =
                    object.textOf("VersionId").filter(id -> !id.isEmpty()).orElse(null);
            try {
                Deleted deleted = call.store().delete(deletion(call, bucket, object, key, version));
                if (!quiet) {
                    report(xml, key, version, deleted);
                }
            } catch (RuntimeException e) {
                report(xml, key, version, e);
            }
        }
        call.xml(xml, "DeleteResult");
    }

    /** One of many, for each of which it is asked by itself whether it may go, and pass GOVERNANCE. */
    private static Deletion deletion(Call call, Bucket bucket, XmlTree object, String text, @Nullable String version) {
        ObjectKey key = Call.key(text);
        Facts facts = CallFacts.of(call.facts(), version);
        Access.require(call.decide(
                version == null ? S3Action.DELETE_OBJECT : S3Action.DELETE_OBJECT_VERSION, bucket, key, null, facts));
        boolean bypass = bypassAsked(call)
                && call.decide(S3Action.BYPASS_GOVERNANCE, bucket, key, null, facts)
                        .allowed();
        boolean nullVersion = "null".equals(version);
        VersionId id = version == null || nullVersion
                ? null
                : VersionId.parse(version).orElseThrow(() -> S3Error.invalidArgument("not a version id"));
        return new Deletion(
                bucket,
                key,
                id,
                nullVersion,
                bypass,
                new DeleteConditions(
                        object.textOf("ETag").map(ObjectHeaders::unquote).orElse(null),
                        object.textOf("LastModifiedTime")
                                .map(ObjectDeletes::time)
                                .orElse(null),
                        object.textOf("Size").map(ObjectDeletes::size).orElse(null)));
    }

    private static void report(XmlWriter xml, String key, @Nullable String version, Deleted deleted) {
        xml.open("Deleted").element("Key", key);
        if (version != null) {
            xml.element("VersionId", version);
        }
        Optional<StoredVersion> marker = deleted.version().filter(StoredVersion::deleteMarker);
        marker.ifPresent(
                one -> xml.element("DeleteMarker", "true").element("DeleteMarkerVersionId", one.versionText()));
        xml.close("Deleted");
    }

    private static void report(XmlWriter xml, String key, @Nullable String version, RuntimeException failure) {
        S3Error error = S3Errors.of(
                failure instanceof IllegalArgumentException
                        ? S3Error.invalidArgument(String.valueOf(failure.getMessage()))
                        : failure);
        xml.open("Error").element("Key", key);
        if (version != null) {
            xml.element("VersionId", version);
        }
        xml.element("Code", error.code())
                .element("Message", Text.shown(String.valueOf(error.getMessage())))
                .close("Error");
    }
}
