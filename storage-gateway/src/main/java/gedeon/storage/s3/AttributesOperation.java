package gedeon.storage.s3;

import gedeon.storage.StoredVersion;
import gedeon.storage.objects.ObjectStore.PlacedPart;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** GetObjectAttributes: what is asked for of a version, its parts in pages. */
final class AttributesOperation {
    private static final int MOST_PARTS = 1000;
    private static final Set<String> KNOWN = Set.of("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");

    private AttributesOperation() {}

    static void offer(Routes routes) {
        routes.add(Target.OBJECT, "GET", "attributes", AttributesOperation::get);
    }

    private static void get(Call call) throws IOException {
        ObjectReads.Found found = ObjectReads.found(
                call, call.named() ? S3Action.GET_VERSION_ATTRIBUTES : S3Action.GET_OBJECT_ATTRIBUTES);
        StoredVersion version = found.version();
        Sse.forRead(call.exchange(), version);
        Set<String> asked = asked(call);
        if (asked.contains("Checksum")) {
            ReadConditions.requireReadable(call.store(), version);
        }
        XmlWriter xml = XmlWriter.root("GetObjectAttributesResponse");
        if (asked.contains("ETag")) {
            xml.element("ETag", version.etag());
        }
        if (asked.contains("Checksum")
                && (version.composite() != null || !version.checksums().isEmpty())) {
            xml.open("Checksum");
            ObjectHeaders.checksums(xml, version);
            xml.close("Checksum");
        }
        if (asked.contains("ObjectParts") && ObjectHeaders.parts(version) > 0) {
            parts(call, version, xml);
        }
        if (asked.contains("StorageClass")) {
            xml.element("StorageClass", version.storageClass());
        }
        if (asked.contains("ObjectSize")) {
            xml.element("ObjectSize", version.size().value());
        }
        Map<String, String> headers = found.versionHeader();
        headers.put("Last-Modified", ObjectHeaders.date(version.created()));
        call.xml(200, headers, xml, "GetObjectAttributesResponse");
    }

    private static Set<String> asked(Call call) {
        Set<String> asked = new HashSet<>();
        for (String value : call.exchange().headers().getOrDefault("x-amz-object-attributes", List.of())) {
            Arrays.stream(value.split(","))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .forEach(asked::add);
        }
        if (asked.isEmpty() || !KNOWN.containsAll(asked)) {
            throw S3Error.invalidArgument("x-amz-object-attributes names some of " + KNOWN + ", was " + asked);
        }
        return asked;
    }

    private static int header(Call call, String name, int otherwise) {
        String text = call.exchange().header(name).orElse("").strip();
        try {
            int value = text.isEmpty() ? otherwise : Integer.parseInt(text);
            if (value < 0) {
                throw S3Error.invalidArgument(name + " is at least 0, was " + text);
            }
            return value;
        } catch (NumberFormatException e) {
            throw S3Error.invalidArgument(name + " is a whole number, was \"" + text + "\"");
        }
    }

    private static void parts(Call call, StoredVersion version, XmlWriter xml) {
        int max = Math.min(header(call, "x-amz-max-parts", MOST_PARTS), MOST_PARTS);
        int after = header(call, "x-amz-part-number-marker", 0);
        List<PlacedPart> found = call.store().partsOf(version, after, max + 1);
        List<PlacedPart> page = found.subList(0, Math.min(max, found.size()));
        xml.open("ObjectParts")
                .element("IsTruncated", String.valueOf(found.size() > max))
                .element("MaxParts", max)
                .element(
                        "NextPartNumberMarker",
                        page.isEmpty() ? after : page.getLast().part().number())
                .element("PartNumberMarker", after);
        for (PlacedPart one : page) {
            xml.open("Part");
            one.part().checksums().stream()
                    .filter(checksum -> ObjectHeaders.shows(version, checksum))
                    .forEach(checksum ->
                            xml.element("Checksum" + checksum.algorithm().s3Name(), checksum.base64()));
            xml.element("PartNumber", one.part().number())
                    .element("Size", one.part().size())
                    .close("Part");
        }
        xml.element("PartsCount", ObjectHeaders.parts(version)).close("ObjectParts");
    }
}
