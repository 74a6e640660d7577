package gedeon.storage.s3;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.Attributes;
import gedeon.storage.ObjectKey;
import gedeon.storage.encryption.SuppliedKey;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.s3.auth.ChunkedBody;
import gedeon.storage.s3.auth.SigV4;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The body of a request as it must be read: plain or in chunks, with what was declared of it in headers and trailers. */
record Body(
        InputStream stream,
        long length,
        Set<DigestAlgorithm> compute,
        Supplier<List<Digest>> declared,
        @Nullable SuppliedKey customerKey) {
    private static final Set<String> STREAMS = Set.of(
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    /** S3: one PUT carries at most 5 GiB. */
    private static final long LARGEST = 5L << 30;

    private static final String CHECKSUM = "x-amz-checksum-";

    static Body of(Call call) throws IOException {
        return of(call, true);
    }

    /** @param ofBody false where the checksums of the headers are of an object and not of this body */
    static Body of(Call call, boolean ofBody) throws IOException {
        Exchange exchange = call.exchange();
        SuppliedKey key = Sse.customer(exchange);
        String payload = call.auth().payload();
        Set<DigestAlgorithm> compute = EnumSet.noneOf(DigestAlgorithm.class);
        List<Digest> known = new ArrayList<>();
        if (payload.matches("[0-9a-fA-F]{64}")) {
            known.add(new Digest(DigestAlgorithm.SHA256, payload));
        } else if (!payload.equals(SigV4.UNSIGNED) && !STREAMS.contains(payload)) {
            throw payload.startsWith("STREAMING-")
                    ? S3Error.notImplemented("the payload form " + payload)
                    : S3Error.invalidRequest("x-amz-content-sha256 is a SHA-256 in hexadecimal or a payload form");
        }
        exchange.header("content-md5").ifPresent(text -> known.add(md5(text)));
        for (DigestAlgorithm algorithm : ofBody ? DigestAlgorithm.values() : new DigestAlgorithm[0]) {
            exchange.header(CHECKSUM + algorithm.s3Name().toLowerCase(Locale.ROOT))
                    .ifPresent(text -> {
                        compute.add(algorithm);
                        known.add(checksum(algorithm, text));
                    });
        }
        exchange.header("x-amz-sdk-checksum-algorithm").ifPresent(name -> compute.add(algorithm(name)));
        if (!STREAMS.contains(payload)) {
            return new Body(exchange.body(), plainLength(exchange), compute, () -> known, key);
        }
        Set<DigestAlgorithm> announced = EnumSet.noneOf(DigestAlgorithm.class);
        for (String name : exchange.header("x-amz-trailer").orElse("").split(",")) {
            String trailer = name.strip().toLowerCase(Locale.ROOT);
            if (trailer.startsWith(CHECKSUM)) {
                announced.add(algorithm(trailer.substring(CHECKSUM.length())));
            }
        }
        compute.addAll(announced);
        long length = length(exchange.header("x-amz-decoded-content-length")
                .orElseThrow(
                        () -> new S3Error("MissingContentLength", 411, "x-amz-decoded-content-length is missing")));
        ChunkedBody chunks = new ChunkedBody(
                exchange.body(), payload.contains("UNSIGNED") ? null : call.auth(), payload.endsWith("-TRAILER"));
        return new Body(chunks, length, compute, () -> withTrailers(known, announced, chunks.trailers()), key);
    }

    /** A checksum that was announced must come, and only such a one may: else a body cut before its trailer would pass unchecked. */
    private static List<Digest> withTrailers(
            List<Digest> known, Set<DigestAlgorithm> announced, Map<String, String> trailers) {
        List<Digest> all = new ArrayList<>(known);
        Set<DigestAlgorithm> missing = EnumSet.noneOf(DigestAlgorithm.class);
        missing.addAll(announced);
        trailers.forEach((name, value) -> {
            if (name.startsWith(CHECKSUM)) {
                DigestAlgorithm algorithm = algorithm(name.substring(CHECKSUM.length()));
                if (!announced.contains(algorithm)) {
                    throw malformedTrailer("the trailer " + name + " was not announced in x-amz-trailer");
                }
                missing.remove(algorithm);
                all.add(checksum(algorithm, value));
            }
        });
        if (!missing.isEmpty()) {
            throw malformedTrailer("x-amz-trailer announced " + missing + ", which did not come");
        }
        return all;
    }

    private static S3Error malformedTrailer(String why) {
        return new S3Error("MalformedTrailerError", 400, why);
    }

    private static long plainLength(Exchange exchange) {
        if (exchange instanceof FormExchange) {
            // Nobody says beforehand how long a form's file is.
            return -1;
        }
        Optional<String> length = exchange.header("content-length");
        if (length.isPresent()) {
            return length(length.get());
        }
        if (exchange.header("transfer-encoding").isEmpty()) {
            throw new S3Error("MissingContentLength", 411, "the header Content-Length is missing");
        }
        return -1;
    }

    private static long length(String text) {
        long length;
        try {
            length = Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw S3Error.invalidArgument("a content length is a number of bytes, was \"" + text + "\"");
        }
        if (length < 0) {
            throw S3Error.invalidArgument("a content length is never negative");
        }
        if (length > LARGEST) {
            throw new S3Error("EntityTooLarge", 400, "one PUT carries at most 5 GiB; use a multipart upload");
        }
        return length;
    }

    static DigestAlgorithm algorithm(String name) {
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            if (algorithm != DigestAlgorithm.MD5 && algorithm.s3Name().equalsIgnoreCase(name.strip())) {
                return algorithm;
            }
        }
        throw S3Error.invalidRequest(
                "unknown checksum algorithm " + name + "; use CRC32, CRC32C, CRC64NVME, SHA1 or SHA256");
    }

    private static Digest md5(String text) {
        try {
            return Digest.of(DigestAlgorithm.MD5, Base64.getDecoder().decode(text.strip()));
        } catch (IllegalArgumentException e) {
            throw new S3Error("InvalidDigest", 400, "Content-MD5 is 16 bytes in base64");
        }
    }

    static Digest checksum(DigestAlgorithm algorithm, String text) {
        try {
            return Digest.of(algorithm, Base64.getDecoder().decode(text.strip()));
        } catch (IllegalArgumentException e) {
            throw new S3Error(
                    "BadDigest",
                    400,
                    ObjectHeaders.checksumHeader(algorithm) + " is " + algorithm.length() + " bytes in base64");
        }
    }

    Put put(Bucket bucket, ObjectKey key, Attributes attributes, Conditions conditions) {
        return new Put(bucket, key, stream, length, attributes, compute, declared, conditions, customerKey);
    }
}
