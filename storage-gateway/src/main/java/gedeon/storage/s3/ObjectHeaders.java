package gedeon.storage.s3;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.Attributes;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Headers of objects, both ways. */
final class ObjectHeaders {
    private static final List<String> CONTENT = List.of(
            "cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires");
    private static final String USER = "x-amz-meta-";
    private static final int MOST_USER_METADATA = 2048;
    /** Named here so that a client that asks for it is told, not silently served without. */
    private static final Set<String> NOT_OFFERED =
            Set.of("x-amz-website-redirect-location", "x-amz-write-offset-bytes");

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private ObjectHeaders() {}

    static void refuseNotOffered(Exchange exchange) {
        for (String name : NOT_OFFERED) {
            if (exchange.header(name).isPresent()) {
                throw S3Error.notImplemented("the header " + name);
            }
        }
        exchange.header("x-amz-storage-class")
                .filter(given -> !given.equals("STANDARD"))
                .ifPresent(given -> {
                    throw new S3Error(
                            "InvalidStorageClass",
                            400,
                            "objects land in STANDARD; the notebook's storage policy moves them");
                });
    }

    /** What a write says of its version. */
    static Attributes attributes(Call call, Bucket bucket) {
        Exchange exchange = call.exchange();
        refuseNotOffered(exchange);
        Map<String, String> tags = tags(call, bucket);
        AccessLists.Written written = AccessLists.written(call, bucket);
        return new Attributes(
                content(exchange),
                user(exchange),
                tags,
                LockOperations.asked(call, bucket),
                written.acl(),
                written.owner(),
                Sse.asked(exchange).encryption());
    }

    /** The tags that a write brings; who may not tag is refused. A copy brings its own only where it replaces those of its source. */
    private static Map<String, String> tags(Call call, Bucket bucket) {
        Exchange exchange = call.exchange();
        Map<String, String> tags =
                exchange.header("x-amz-tagging").map(Tags::header).orElse(Map.of());
        boolean carried = exchange.header("x-amz-copy-source").isPresent()
                && exchange.header("x-amz-tagging-directive")
                        .filter("REPLACE"::equals)
                        .isEmpty();
        if (tags.isEmpty() || carried) {
            return Map.of();
        }
        call.require(S3Action.PUT_OBJECT_TAGGING, bucket, call.key(), null);
        return tags;
    }

    private static Map<String, String> content(Exchange exchange) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : CONTENT) {
            exchange.header(name)
                    .map(value -> name.equals("content-encoding") ? withoutChunks(value) : value)
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> kept.put(name, value));
        }
        return kept;
    }

    private static String withoutChunks(String encodings) {
        if (!encodings.toLowerCase(Locale.ROOT).contains("aws-chunked")) {
            return encodings;
        }
        return String.join(
                ",",
                java.util.Arrays.stream(encodings.split(","))
                        .map(String::strip)
                        .filter(one -> !one.equalsIgnoreCase("aws-chunked") && !one.isEmpty())
                        .toList());
    }

    private static Map<String, String> user(Exchange exchange) {
        Map<String, String> kept = new LinkedHashMap<>();
        int size = 0;
        for (Map.Entry<String, List<String>> one : exchange.headers().entrySet()) {
            if (one.getKey().startsWith(USER)) {
                String name = one.getKey().substring(USER.length());
                String value = String.join(",", one.getValue());
                Text.requirePrintable(value, "x-amz-meta-" + name);
                size += name.length() + value.length();
                kept.put(name, value);
            }
        }
        if (size > MOST_USER_METADATA) {
            throw new S3Error("MetadataTooLarge", 400, "user metadata takes at most 2 KiB, was " + size + " bytes");
        }
        return kept;
    }

    /** Conditions of a write. Who may only add (an agent) never replaces: decided in the commit, on the bucket as it is then. */
    static Conditions conditions(Call call, Bucket bucket) {
        String match =
                call.exchange().header("if-match").map(ObjectHeaders::unquote).orElse(null);
        String none = call.exchange()
                .header("if-none-match")
                .map(ObjectHeaders::unquote)
                .orElse(null);
        return new Conditions(match, none, call.addsOnly(bucket));
    }

    static String unquote(String etag) {
        String text = etag.strip();
        if (text.startsWith("W/")) {
            text = text.substring(2);
        }
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    static String date(Instant instant) {
        return HTTP_DATE.format(instant);
    }

    /** A write names the version that it made only where versions are kept. */
    static void made(Map<String, String> headers, Bucket bucket, StoredVersion version) {
        if (bucket.versioned()) {
            headers.put("x-amz-version-id", version.versionText());
        }
    }

    static void version(Map<String, String> headers, Bucket bucket, StoredVersion version) {
        if (bucket.showsVersions()) {
            headers.put("x-amz-version-id", version.versionText());
        }
    }

    /** S3 shows one kind: the composite of a multipart version where it was asked for, else those of the whole. */
    static void checksums(Map<String, String> headers, StoredVersion version) {
        String composite = version.composite();
        if (composite != null) {
            DigestAlgorithm algorithm = compositeAlgorithm(composite);
            headers.put(checksumHeader(algorithm), composite.substring(composite.indexOf(':') + 1));
            headers.put("x-amz-checksum-type", "COMPOSITE");
            return;
        }
        for (Digest one : version.checksums()) {
            headers.put(checksumHeader(one.algorithm()), one.base64());
            headers.put("x-amz-checksum-type", "FULL_OBJECT");
        }
    }

    /** A part's own, of the algorithm that the whole shows. */
    static void checksums(Map<String, String> headers, StoredVersion version, Part part) {
        part.checksums().stream().filter(one -> shows(version, one)).forEach(one -> {
            headers.put(checksumHeader(one.algorithm()), one.base64());
            headers.put("x-amz-checksum-type", version.composite() == null ? "FULL_OBJECT" : "COMPOSITE");
        });
    }

    static boolean shows(StoredVersion version, Digest checksum) {
        String composite = version.composite();
        return composite != null
                ? compositeAlgorithm(composite) == checksum.algorithm()
                : version.checksums().stream().anyMatch(own -> own.algorithm() == checksum.algorithm());
    }

    static void checksums(XmlWriter xml, StoredVersion version) {
        String composite = version.composite();
        if (composite != null) {
            xml.element(
                            "Checksum" + compositeAlgorithm(composite).s3Name(),
                            composite.substring(composite.indexOf(':') + 1))
                    .element("ChecksumType", "COMPOSITE");
            return;
        }
        version.checksums()
                .forEach(one -> xml.element("Checksum" + one.algorithm().s3Name(), one.base64()));
        if (!version.checksums().isEmpty()) {
            xml.element("ChecksumType", "FULL_OBJECT");
        }
    }

    static void checksumAlgorithm(XmlWriter xml, StoredVersion version) {
        String composite = version.composite();
        if (composite != null) {
            xml.element("ChecksumAlgorithm", compositeAlgorithm(composite).s3Name());
        } else {
            version.checksums()
                    .forEach(one ->
                            xml.element("ChecksumAlgorithm", one.algorithm().s3Name()));
        }
    }

    /** How many parts a version was made of; 0 where it was written at once. */
    static int parts(StoredVersion version) {
        int dash = version.etag().indexOf('-');
        return dash < 0 ? 0 : Integer.parseInt(version.etag().substring(dash + 1));
    }

    private static DigestAlgorithm compositeAlgorithm(String composite) {
        return DigestAlgorithm.valueOf(composite.substring(0, composite.indexOf(':')));
    }

    static String checksumHeader(DigestAlgorithm algorithm) {
        return "x-amz-checksum-" + algorithm.s3Name().toLowerCase(Locale.ROOT);
    }

    /** What GET and HEAD say of a version. */
    static Map<String, String> of(Bucket bucket, StoredVersion version) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", "\"" + version.etag() + "\"");
        headers.put("Last-Modified", date(version.created()));
        headers.put("Accept-Ranges", "bytes");
        headers.put("Content-Type", version.headers().getOrDefault("content-type", "binary/octet-stream"));
        version.headers().forEach((name, value) -> {
            if (!name.equals("content-type")) {
                headers.put(name, value);
            }
        });
        version.userMetadata().forEach((name, value) -> headers.put(USER + name, value));
        if (!version.tags().isEmpty()) {
            headers.put("x-amz-tagging-count", String.valueOf(version.tags().size()));
        }
        ObjectLock lock = version.lock();
        if (lock.mode() != null) {
            headers.put("x-amz-object-lock-mode", lock.mode().name());
            headers.put("x-amz-object-lock-retain-until-date", String.valueOf(lock.retainUntil()));
        }
        if (lock.legalHold()) {
            headers.put("x-amz-object-lock-legal-hold", "ON");
        }
        Sse.write(headers, version.attributes().encryption());
        version(headers, bucket, version);
        return headers;
    }
}
