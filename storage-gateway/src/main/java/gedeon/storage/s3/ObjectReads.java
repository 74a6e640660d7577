package gedeon.storage.s3;

import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.encryption.SuppliedKey;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.PlacedPart;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.Access;
import gedeon.storage.s3.access.Decision;
import gedeon.storage.s3.access.Facts;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.tier.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** GetObject and HeadObject: conditions (RFC 9110 §13), one range (§14), overrides of the answer's headers. */
final class ObjectReads {
    private static final List<String> OVERRIDES = List.of(
            "content-type", "content-language", "expires", "cache-control", "content-disposition", "content-encoding");
    /** Anything else is no byte range and is passed over (RFC 9110 §14.2). */
    private static final Pattern RANGE = Pattern.compile("[0-9]+-[0-9]*|-[0-9]+");

    private ObjectReads() {}

    static void offer(Routes routes) {
        routes.add(Target.OBJECT, "GET", "", call -> send(call, true))
                .add(Target.OBJECT, "HEAD", "", call -> send(call, false));
    }

    /** The version that an address names, its bucket, and where it lies if that is known. */
    record Found(
            Bucket bucket, StoredVersion version, @Nullable Place whole) {
        Map<String, String> versionHeader() {
            Map<String, String> headers = Call.headers();
            ObjectHeaders.version(headers, bucket, version);
            return headers;
        }
    }

    /** Finds what the address names, for who may act so on it. Who may not list learns not whether it is there. */
    static Found found(Call call, S3Action action) {
        return found(call, action, call.facts());
    }

    /** @param facts of the request, where its body says more than its headers */
    static Found found(Call call, S3Action action, Facts facts) {
        Bucket bucket = call.known();
        boolean seen = !call.named() && call.sight().sawNewest(call.key());
        StoredVersion version = (seen
                        ? call.sight().newest()
                        : call.store().find(bucket, call.key(), call.version().orElse(null), call.nullVersion()))
                .orElse(null);
        if (version == null) {
            requireToMiss(call, action, bucket, call.key(), facts);
            throw call.named()
                    ? Disposed.noSuchVersion(call, action, bucket, call.key(), facts)
                    : new S3Error("NoSuchKey", 404, "no object " + call.key())
                            .with(Map.of("x-amz-delete-marker", "false"));
        }
        if (version.deleteMarker()) {
            requireToMiss(call, action, bucket, call.key(), facts);
            Map<String, String> headers =
                    Map.of("x-amz-delete-marker", "true", "x-amz-version-id", version.versionText());
            throw call.named()
                    ? new S3Error("MethodNotAllowed", 405, "the version is a delete marker").with(headers)
                    : new S3Error("NoSuchKey", 404, call.key() + " was deleted; its versions are still there")
                            .with(headers);
        }
        Access.require(call.decide(action, bucket, call.key(), version, facts));
        return new Found(bucket, version, seen ? call.sight().whole() : null);
    }

    /** That a key is not there is told to who may list it, and was not denied what it asked. */
    static void requireToMiss(Call call, S3Action action, Bucket bucket, ObjectKey key, Facts facts) {
        Decision asked = call.decide(action, bucket, key, null, facts);
        if (asked instanceof Decision.Denied denied && denied.explicit()) {
            Access.require(asked);
        }
        Decision listing = call.decide(
                S3Action.LIST_BUCKET, bucket, null, null, facts.with(CallFacts.PREFIX, List.of(key.toString())));
        if (!listing.allowed()) {
            Access.require(asked.allowed() ? listing : asked);
        }
    }

    record Range(long from, long length, boolean partial) {}

    /** S3: an answer's headers are chosen by who signs; anybody's link must not make a page of an object. */
    private static void requireSignedOverrides(Call call) {
        if (call.auth().isAnonymous()
                && OVERRIDES.stream().anyMatch(name -> call.query().has("response-" + name))) {
            throw S3Error.invalidRequest("response-* parameters are for signed requests; sign it, or leave them out");
        }
    }

    private static void send(Call call, boolean withBody) throws IOException {
        requireSignedOverrides(call);
        Found found = found(call, call.named() ? S3Action.GET_OBJECT_VERSION : S3Action.GET_OBJECT);
        StoredVersion version = found.version();
        // Who has not the key learns nothing of the content, not even by a condition.
        SuppliedKey key = Sse.forRead(call.exchange(), version);
        Map<String, String> headers = ObjectHeaders.of(found.bucket(), version);
        RestoreOperation.tell(call, headers, version);
        if (!call.named()) {
            LifecycleOperations.expiration(call, headers, found.bucket(), version);
        }
        if (notModified(call, version)) {
            headers.keySet().retainAll(List.of("ETag", "Last-Modified", "x-amz-version-id"));
            call.exchange().answer(304, headers, 0).close();
            return;
        }
        String asked = ReadConditions.sameAsBefore(call.exchange(), version)
                ? call.exchange().header("range").orElse("")
                : "";
        boolean checksums = call.exchange()
                .header("x-amz-checksum-mode")
                .filter("ENABLED"::equalsIgnoreCase)
                .isPresent();
        OptionalInt part = call.query().number("partNumber", 1, MultipartOperations.LAST_PART);
        if (part.isPresent() && !asked.isEmpty()) {
            throw S3Error.invalidRequest("a read is of a part or of a range, not of both");
        }
        Range range = part.isPresent()
                ? part(call, version, part.getAsInt(), headers, checksums)
                : range(asked, version.size().value());
        for (String name : OVERRIDES) {
            call.query()
                    .get("response-" + name)
                    .ifPresent(value -> headers.put(name.equals("content-type") ? "Content-Type" : name, value));
        }
        if (range.partial()) {
            headers.put(
                    "Content-Range",
                    "bytes " + range.from() + "-" + (range.from() + range.length() - 1) + "/" + version.size());
        } else if (checksums) {
            ObjectHeaders.checksums(headers, version);
        }
        int status = range.partial() ? 206 : 200;
        if (!withBody) {
            if (checksums) {
                ReadConditions.requireReadable(call.store(), version);
            }
            call.exchange().answer(status, headers, range.length()).close();
            return;
        }
        try (InputStream in = call.store().read(version, found.whole(), range.from(), range.length(), key)) {
            // The first block was checked when it was opened: damage there still has an honest answer.
            try (OutputStream out = call.exchange().answer(status, headers, range.length())) {
                in.transferTo(out);
            }
        }
    }

    private static boolean notModified(Call call, StoredVersion version) throws IOException {
        boolean unchanged;
        try {
            unchanged = ReadConditions.notModified(call.exchange(), version);
        } catch (S3Error failed) {
            ReadConditions.requireReadable(call.store(), version);
            throw failed;
        }
        if (unchanged) {
            ReadConditions.requireReadable(call.store(), version);
        }
        return unchanged;
    }

    /** A part as it was uploaded; what was not uploaded in parts is one. */
    private static Range part(
            Call call, StoredVersion version, int number, Map<String, String> headers, boolean checksums) {
        List<PlacedPart> parts = call.store().partsOf(version, number - 1, 1);
        long size = version.size().value();
        int count = ObjectHeaders.parts(version);
        if (count == 0 && number == 1) {
            return new Range(0, size, size > 0);
        }
        if (parts.isEmpty() || parts.getFirst().part().number() != number) {
            throw new S3Error("InvalidPart", 400, "the object has no part " + number);
        }
        headers.put("x-amz-mp-parts-count", String.valueOf(count));
        PlacedPart part = parts.getFirst();
        if (checksums) {
            ObjectHeaders.checksums(headers, version, part.part());
        }
        return new Range(part.start(), part.part().size(), true);
    }

    static Range range(String header, long size) {
        String text = header.strip();
        if (!text.startsWith("bytes=") || text.contains(",")) {
            return new Range(0, size, false);
        }
        String spec = text.substring(6).strip();
        if (!RANGE.matcher(spec).matches()) {
            return new Range(0, size, false);
        }
        int dash = spec.indexOf('-');
        try {
            if (dash == 0) {
                long last = Math.min(size, Long.parseLong(spec.substring(1)));
                if (last < 0) {
                    return new Range(0, size, false);
                }
                if (last == 0) {
                    throw unsatisfiable(size);
                }
                return new Range(size - last, last, true);
            }
            long from = Long.parseLong(spec.substring(0, dash));
            long to =
                    dash == spec.length() - 1 ? size - 1 : Math.min(size - 1, Long.parseLong(spec.substring(dash + 1)));
            if (from >= size) {
                throw unsatisfiable(size);
            }
            return to < from ? new Range(0, size, false) : new Range(from, to - from + 1, true);
        } catch (NumberFormatException e) {
            return new Range(0, size, false);
        }
    }

    private static S3Error unsatisfiable(long size) {
        return new S3Error(
                "InvalidRange",
                416,
                "the range lies beyond the end of the object",
                Map.of("ActualObjectSize", Long.toString(size)));
    }
}
