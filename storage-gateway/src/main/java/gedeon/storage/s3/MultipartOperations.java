package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.Attributes;
import gedeon.storage.StoredVersion;
import gedeon.storage.encryption.SuppliedKey;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.ObjectStore.UploadMark;
import gedeon.storage.objects.ObjectStore.UploadPage;
import gedeon.storage.objects.ObjectStore.WholeDeclared;
import gedeon.storage.objects.Refusal;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Multipart uploads. Whoever may add objects may list and end uploads by their id: an agent needs that to resume. */
final class MultipartOperations {
    private static final int MOST = 1000;
    static final int LAST_PART = 10_000;

    private static final String OBJECT_SIZE = "x-gedeon-object-size";

    private MultipartOperations() {}

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "GET", "uploads", MultipartOperations::uploads)
                .add(Target.OBJECT, "POST", "uploads", MultipartOperations::create)
                .add(Target.OBJECT, "GET", "uploadId", MultipartOperations::parts)
                .add(Target.OBJECT, "PUT", "uploadId", MultipartOperations::putOrCopyPart)
                .add(Target.OBJECT, "POST", "uploadId", MultipartOperations::complete)
                .add(Target.OBJECT, "DELETE", "uploadId", MultipartOperations::abort);
    }

    private static void putOrCopyPart(Call call) throws IOException {
        if (call.exchange().header("x-amz-copy-source").isPresent()) {
            copyPart(call);
        } else {
            putPart(call);
        }
    }

    static void create(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_OBJECT);
        DigestAlgorithm algorithm = call.exchange()
                .header("x-amz-checksum-algorithm")
                .map(Body::algorithm)
                .orElse(null);
        boolean full = call.exchange()
                .header("x-amz-checksum-type")
                .map("FULL_OBJECT"::equalsIgnoreCase)
                .orElse(algorithm == DigestAlgorithm.CRC64NVME);
        Upload upload = call.store()
                .createUpload(
                        bucket,
                        call.key(),
                        ObjectHeaders.attributes(call, bucket),
                        algorithm,
                        full,
                        declaredSize(call, bucket),
                        ReservationHeader.claim(call, bucket));
        XmlWriter xml = XmlWriter.root("InitiateMultipartUploadResult")
                .element("Bucket", bucket.name())
                .element("Key", call.key().toString())
                .element("UploadId", upload.id());
        Map<String, String> headers = Call.headers();
        Sse.write(headers, upload.attributes().encryption());
        if (algorithm != null) {
            headers.put("x-amz-checksum-algorithm", algorithm.s3Name());
            headers.put("x-amz-checksum-type", full ? "FULL_OBJECT" : "COMPOSITE");
        }
        call.xml(200, headers, xml, "InitiateMultipartUploadResult");
    }

    /**
     * What a client that knows it says of the whole: its room is kept from the beginning. -1 where it says nothing, or is not to be believed: room is
     * kept for the notebook's own lasting keys, by what they signed.
     */
    private static long declaredSize(Call call, Bucket bucket) {
        if (!call.auth().speaksFor(bucket.notebook())) {
            return -1;
        }
        String text = call.exchange().header(OBJECT_SIZE).orElse("").strip();
        if (text.isEmpty()) {
            return -1;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw S3Error.invalidArgument(OBJECT_SIZE + " is a number of bytes, was \"" + text + "\"");
        }
        return Long.parseLong(text);
    }

    private static Upload upload(Call call, Bucket bucket) {
        String id = call.query().get("uploadId").orElse("");
        return call.store()
                .upload(bucket, call.key(), id)
                .orElseThrow(
                        () -> new Refusal(Refusal.Reason.NO_SUCH_UPLOAD, "no open upload " + id + " of " + call.key()));
    }

    private static int number(Call call) {
        int number = call.query()
                .number("partNumber", 1, Integer.MAX_VALUE)
                .orElseThrow(() -> S3Error.invalidArgument("partNumber is missing"));
        if (number > LAST_PART) {
            throw S3Error.invalidArgument("part numbers are 1 to " + LAST_PART + ", was " + number);
        }
        return number;
    }

    static void putPart(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_OBJECT);
        int number = number(call);
        Upload upload = upload(call, bucket);
        Sse.forUpload(call.exchange(), upload.attributes());
        Body body = Body.of(call);
        Part part =
                call.store().putPart(upload, number, body.put(bucket, call.key(), Attributes.NONE, Conditions.NONE));
        Map<String, String> headers = Call.headers();
        headers.put("ETag", "\"" + part.etag() + "\"");
        RoomHeader.tell(call, headers, bucket);
        Sse.write(headers, upload.attributes().encryption());
        for (Digest one : part.checksums()) {
            if (body.compute().contains(one.algorithm()) || one.algorithm() == upload.checksum()) {
                headers.put("x-amz-checksum-" + one.algorithm().s3Name().toLowerCase(Locale.ROOT), one.base64());
            }
        }
        call.empty(200, headers);
    }

    static void copyPart(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_OBJECT);
        int number = number(call);
        Upload upload = upload(call, bucket);
        SuppliedKey key = Sse.forUpload(call.exchange(), upload.attributes());
        CopySource named = CopySource.of(call);
        StoredVersion source = named.version();
        long size = source.size().value();
        long from = 0;
        long length = size;
        String range = call.exchange().header("x-amz-copy-source-range").orElse("");
        if (!range.isEmpty()) {
            if (!range.matches("bytes=[0-9]{1,18}-[0-9]{1,18}")) {
                throw S3Error.invalidArgument("x-amz-copy-source-range is bytes=first-last");
            }
            int dash = range.indexOf('-');
            from = Long.parseLong(range.substring(6, dash));
            long to = Long.parseLong(range.substring(dash + 1));
            if (to < from || to >= size) {
                throw new S3Error(
                        "InvalidRange",
                        416,
                        "the range lies beyond the end of the source, which has " + size + " bytes");
            }
            length = to - from + 1;
        }
        Part part = call.store().copyPart(upload, number, source, from, length, named.key(), key);
        XmlWriter xml = XmlWriter.root("CopyPartResult")
                .element("LastModified", part.modified().toString())
                .element("ETag", "\"" + part.etag() + "\"");
        checksum(upload, part, xml);
        Map<String, String> headers = Call.headers();
        Sse.write(headers, upload.attributes().encryption());
        call.xml(200, headers, xml, "CopyPartResult");
    }

    static void parts(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.LIST_PARTS);
        Upload upload = upload(call, bucket);
        int max = call.query().number("max-parts", 0, MOST).orElse(MOST);
        int after = call.query().number("part-number-marker", 0, LAST_PART).orElse(0);
        List<Part> found = call.store().parts(upload, after, max + 1);
        List<Part> page = found.subList(0, Math.min(max, found.size()));
        XmlWriter xml = XmlWriter.root("ListPartsResult")
                .element("Bucket", bucket.name())
                .element("Key", call.key().toString())
                .element("UploadId", upload.id());
        owner(call, upload, xml)
                .element("StorageClass", "STANDARD")
                .element("PartNumberMarker", after)
                .element("MaxParts", max)
                .element("IsTruncated", String.valueOf(found.size() > max));
        if (!page.isEmpty()) {
            xml.element("NextPartNumberMarker", page.getLast().number());
        }
        for (Part part : page) {
            xml.open("Part")
                    .element("PartNumber", part.number())
                    .element("LastModified", part.modified().toString())
                    .element("ETag", "\"" + part.etag() + "\"")
                    .element("Size", part.size());
            checksum(upload, part, xml);
            xml.close("Part");
        }
        call.xml(xml, "ListPartsResult");
    }

    private static void checksum(Upload upload, Part part, XmlWriter xml) {
        part.checksums().stream()
                .filter(one -> one.algorithm() == upload.checksum())
                .forEach(one -> xml.element("Checksum" + one.algorithm().s3Name(), one.base64()));
    }

    private static XmlWriter owner(Call call, Upload upload, XmlWriter xml) {
        Integer other = upload.attributes().owner();
        int owner = other == null ? upload.bucket().notebook() : other;
        for (String role : List.of("Initiator", "Owner")) {
            Owners.write(xml, role, call.owner(owner));
        }
        return xml;
    }

    static void uploads(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.LIST_UPLOADS);
        Listings.Asked asked = Listings.asked(call, "max-uploads");
        String keyMarker = call.query().get("key-marker").orElse("");
        String idMarker =
                keyMarker.isEmpty() ? "" : call.query().get("upload-id-marker").orElse("");
        UploadPage page = call.store()
                .uploads(
                        bucket,
                        asked.prefix().getBytes(UTF_8),
                        asked.delimiter().getBytes(UTF_8),
                        keyMarker.isEmpty() ? null : new UploadMark(keyMarker.getBytes(UTF_8), uploadId(idMarker)),
                        asked.max());
        XmlWriter xml = XmlWriter.root("ListMultipartUploadsResult")
                .element("Bucket", bucket.name())
                .element("KeyMarker", asked.text(keyMarker))
                .element("UploadIdMarker", idMarker)
                .element("Prefix", asked.text(asked.prefix()))
                .element("MaxUploads", asked.max())
                .element("IsTruncated", String.valueOf(page.truncated()));
        if (!asked.delimiter().isEmpty()) {
            xml.element("Delimiter", asked.text(asked.delimiter()));
        }
        if (asked.encoded()) {
            xml.element("EncodingType", "url");
        }
        UploadMark next = page.next();
        if (next != null) {
            xml.element("NextKeyMarker", asked.text(next.key()))
                    .element("NextUploadIdMarker", next.id() == null ? "" : next.id());
        }
        for (Upload upload : page.uploads()) {
            xml.open("Upload").element("Key", asked.text(upload.key().bytes())).element("UploadId", upload.id());
            owner(call, upload, xml)
                    .element("StorageClass", "STANDARD")
                    .element("Initiated", upload.created().toString())
                    .close("Upload");
        }
        for (byte[] prefix : page.prefixes()) {
            xml.open("CommonPrefixes").element("Prefix", asked.text(prefix)).close("CommonPrefixes");
        }
        call.xml(xml, "ListMultipartUploadsResult");
    }

    private static @Nullable String uploadId(String marker) {
        if (marker.isEmpty()) {
            return null;
        }
        try {
            return UUID.fromString(marker).toString();
        } catch (IllegalArgumentException e) {
            throw S3Error.invalidArgument("not an upload id in upload-id-marker: " + marker);
        }
    }

    static void complete(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_OBJECT);
        Upload upload = upload(call, bucket);
        Sse.forUpload(call.exchange(), upload.attributes());
        List<PartNamed> named = named(XmlTree.read(SmallBody.readOfCompletion(call), "CompleteMultipartUpload"));
        List<Digest> declared = new ArrayList<>();
        String composite = null;
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            String given = call.exchange()
                    .header(ObjectHeaders.checksumHeader(algorithm))
                    .orElse(null);
            if (given != null && given.contains("-")) {
                composite = algorithm.name() + ":" + given;
            } else if (given != null) {
                declared.add(Body.checksum(algorithm, given));
            }
        }
        requireSize(call, upload, named);
        StoredVersion stored = call.store()
                .complete(
                        upload, named, ObjectHeaders.conditions(call, bucket), new WholeDeclared(declared, composite));
        XmlWriter xml = XmlWriter.root("CompleteMultipartUploadResult")
                .element(
                        "Location",
                        "/" + bucket.name() + "/" + Uri.encode(call.key().bytes(), true))
                .element("Bucket", bucket.name())
                .element("Key", call.key().toString())
                .element("ETag", "\"" + stored.etag() + "\"");
        ObjectHeaders.checksums(xml, stored);
        Map<String, String> headers = Call.headers();
        Sse.write(headers, stored.attributes().encryption());
        ObjectHeaders.made(headers, bucket, stored);
        RoomHeader.tell(call, headers, bucket);
        LifecycleOperations.expiration(call, headers, bucket, stored);
        call.xml(200, headers, xml, "CompleteMultipartUploadResult");
    }

    /** The parts in the order of the request; of one that is named twice in a row the later naming counts. */
    private static List<PartNamed> named(XmlTree completion) {
        List<PartNamed> named = new ArrayList<>();
        for (XmlTree part : completion.all("Part")) {
            List<Digest> checksums = new ArrayList<>();
            for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
                part.textOf("Checksum" + algorithm.s3Name())
                        .ifPresent(text -> checksums.add(Body.checksum(algorithm, text)));
            }
            PartNamed one = new PartNamed(
                    number(part.textOf("PartNumber").orElse(null)),
                    ObjectHeaders.unquote(part.textOf("ETag").orElse("")),
                    checksums);
            if (!named.isEmpty() && named.getLast().number() == one.number()) {
                named.removeLast();
            }
            named.add(one);
        }
        return named;
    }

    /** What the client says the whole must have; parts of an upload that was completed before are not asked again. */
    private static void requireSize(Call call, Upload upload, List<PartNamed> named) {
        Optional<String> declared = call.exchange().header("x-amz-mp-object-size");
        if (declared.isEmpty()) {
            return;
        }
        Set<Integer> numbers = named.stream().map(PartNamed::number).collect(Collectors.toSet());
        List<Part> parts = call.store().parts(upload, 0, LAST_PART).stream()
                .filter(part -> numbers.contains(part.number()))
                .toList();
        long size = parts.stream().mapToLong(Part::size).sum();
        if (!parts.isEmpty() && !declared.get().strip().equals(Long.toString(size))) {
            throw S3Error.invalidRequest(
                    "x-amz-mp-object-size is " + declared.get() + ", the parts named have " + size + " bytes");
        }
    }

    private static int number(@Nullable String text) {
        try {
            return Integer.parseInt(String.valueOf(text));
        } catch (NumberFormatException e) {
            throw new S3Error("MalformedXML", 400, "a part has no number");
        }
    }

    static void abort(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.ABORT_UPLOAD);
        call.store().abort(upload(call, bucket));
        call.empty(204, Map.of());
    }
}
