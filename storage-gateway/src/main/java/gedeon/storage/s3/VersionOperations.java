package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.Versioning;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.VersionEntry;
import gedeon.storage.objects.ObjectStore.VersionMark;
import gedeon.storage.objects.ObjectStore.VersionPage;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GetBucketVersioning, PutBucketVersioning, ListObjectVersions. */
final class VersionOperations {
    private VersionOperations() {}

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "GET", "versioning", VersionOperations::get)
                .add(Target.BUCKET, "PUT", "versioning", VersionOperations::put)
                .add(Target.BUCKET, "GET", "versions", VersionOperations::list);
    }

    private static void get(Call call) throws IOException {
        XmlWriter xml = XmlWriter.root("VersioningConfiguration");
        switch (call.bucketToUse(S3Action.GET_VERSIONING).versioning()) {
            case OFF -> {}
            case ENABLED -> xml.element("Status", "Enabled");
            case SUSPENDED -> xml.element("Status", "Suspended");
        }
        call.xml(xml, "VersioningConfiguration");
    }

    private static void put(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_VERSIONING);
        XmlTree asked = XmlTree.read(SmallBody.read(call), "VersioningConfiguration");
        if (asked.textOf("MfaDelete").filter("Enabled"::equals).isPresent()) {
            throw S3Error.notImplemented("MFA delete");
        }
        Versioning versioning = switch (asked.textOf("Status").orElse("")) {
            case "Enabled" -> Versioning.ENABLED;
            case "Suspended" -> Versioning.SUSPENDED;
            default -> throw new S3Error("MalformedXML", 400, "Status is Enabled or Suspended");
        };
        call.store().setVersioning(bucket, versioning);
        call.empty(200, Map.of());
    }

    private static void list(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.LIST_VERSIONS);
        Listings.Asked asked = Listings.asked(call);
        String keyMarker = call.query().get("key-marker").orElse("");
        String versionMarker = call.query().get("version-id-marker").orElse("");
        if (!versionMarker.isEmpty() && keyMarker.isEmpty()) {
            throw S3Error.invalidArgument("a version-id-marker needs its key-marker");
        }
        VersionPage page = call.store()
                .versions(
                        bucket,
                        asked.prefix().getBytes(UTF_8),
                        asked.delimiter().getBytes(UTF_8),
                        mark(call, bucket, asked.prefix(), keyMarker, versionMarker),
                        asked.max());
        XmlWriter xml = Listings.head("ListVersionsResult", bucket, asked).element("KeyMarker", asked.text(keyMarker));
        xml.element("VersionIdMarker", versionMarker).element("IsTruncated", String.valueOf(page.truncated()));
        VersionMark next = page.next();
        if (next != null) {
            xml.element("NextKeyMarker", asked.text(next.key()));
            if (next.version() != null) {
                xml.element("NextVersionIdMarker", next.version().toString());
            }
        }
        for (VersionEntry entry : page.entries()) {
            entry(call, bucket, xml, asked, entry);
        }
        for (byte[] prefix : page.prefixes()) {
            xml.open("CommonPrefixes").element("Prefix", asked.text(prefix)).close("CommonPrefixes");
        }
        call.xml(xml, "ListVersionsResult");
    }

    /**
     * A marker may be the null version by its public name, or any by the name that a page gave. Outside the prefix, which the right to list may end at,
     * nothing is looked up.
     */
    private static @Nullable VersionMark mark(Call call, Bucket bucket, String prefix, String key, String version) {
        if (key.isEmpty()) {
            return null;
        }
        byte[] bytes = key.getBytes(UTF_8);
        if (version.isEmpty() || (version.equals("null") && !key.startsWith(prefix))) {
            return new VersionMark(bytes, null);
        }
        Optional<VersionId> id = version.equals("null")
                ? call.store().find(bucket, Call.key(bytes), null, true).map(StoredVersion::version)
                : VersionId.parse(version);
        return new VersionMark(bytes, id.orElseThrow(() -> S3Error.invalidArgument("not a version id: " + version)));
    }

    private static void entry(Call call, Bucket bucket, XmlWriter xml, Listings.Asked asked, VersionEntry entry) {
        StoredVersion version = entry.version();
        String name = version.deleteMarker() ? "DeleteMarker" : "Version";
        xml.open(name)
                .element("Key", asked.text(version.key().bytes()))
                .element("VersionId", version.versionText())
                .element("IsLatest", String.valueOf(entry.latest()))
                .element("LastModified", version.created().toString());
        if (!version.deleteMarker()) {
            xml.element("ETag", "\"" + version.etag() + "\"")
                    .element("Size", version.size().value())
                    .element("StorageClass", version.storageClass());
            ObjectHeaders.checksumAlgorithm(xml, version);
        }
        Owners.write(xml, "Owner", call.owner(call.access().owner(bucket, version)))
                .close(name);
    }
}
