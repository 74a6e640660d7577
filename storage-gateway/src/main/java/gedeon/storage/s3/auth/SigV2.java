package gedeon.storage.s3.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.s3.Exchange;
import gedeon.storage.s3.Query;
import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.SubResources;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks AWS Signature Version 2 in headers and presigned URLs (Amazon S3 Developer Guide, "Signing and authenticating REST requests"), which older tools of
 * instruments still send. It says nothing of the body: what a client wants checked it sends as Content-MD5 or a checksum.
 */
final class SigV2 {
    private static final Duration SKEW = Duration.ofMinutes(15);
    /** The sub-resources and overrides that are part of what is signed. */
    private static final Set<String> SIGNED = Set.of(
            "accelerate",
            "acl",
            "analytics",
            "cors",
            "delete",
            "encryption",
            "inventory",
            "legal-hold",
            "lifecycle",
            "location",
            "logging",
            "metrics",
            "notification",
            "object-lock",
            "partNumber",
            "policy",
            "replication",
            "requestPayment",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "response-content-language",
            "response-content-type",
            "response-expires",
            "restore",
            "retention",
            "select",
            "select-type",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versionId",
            "versioning",
            "versions",
            "website");

    private final Holders holders;
    private final Clock clock;

    SigV2(Holders holders, Clock clock) {
        this.holders = holders;
        this.clock = clock;
    }

    /** @param header {@code AWS key:signature} */
    Authenticated header(Exchange exchange, String header, @Nullable String hostBucket) {
        String[] claim = header.substring("AWS ".length()).strip().split(":", 2);
        if (claim.length != 2 || claim[0].isEmpty()) {
            throw S3Error.invalidArgument("the header Authorization is \"AWS key:signature\"");
        }
        Optional<String> amzDate = exchange.header("x-amz-date");
        Instant sent = amzDate.or(() -> exchange.header("date"))
                .flatMap(HttpDates::parse)
                .filter(date -> !date.isBefore(Instant.EPOCH))
                .orElseThrow(() -> new S3Error(
                        "AccessDenied", 403, "a signed request carries its time in the header x-amz-date or date"));
        Instant now = clock.instant();
        if (Duration.between(sent, now).abs().compareTo(SKEW) > 0) {
            throw new S3Error(
                    "RequestTimeTooSkewed",
                    403,
                    "the request's time and the server's differ by more than 15 minutes; set the clock",
                    Map.of("ServerTime", now.toString()));
        }
        String date = amzDate.isPresent() ? "" : exchange.header("date").orElse("");
        return check(exchange, hostBucket, claim[0], claim[1], date, Authenticated.Way.HEADER);
    }

    Authenticated presigned(Exchange exchange, Query query, @Nullable String hostBucket) {
        String expires = query.get("Expires").orElse("");
        if (!expires.matches("-?[0-9]{1,15}")) {
            throw new S3Error("AccessDenied", 403, "a presigned address names when it expires, in seconds since 1970");
        }
        if (clock.instant().getEpochSecond() > Long.parseLong(expires)) {
            throw new S3Error("AccessDenied", 403, "Request has expired");
        }
        return check(
                exchange,
                hostBucket,
                query.get("AWSAccessKeyId").orElse(""),
                query.get("Signature").orElse(""),
                expires,
                Authenticated.Way.QUERY);
    }

    private Authenticated check(
            Exchange exchange,
            @Nullable String hostBucket,
            String accessKey,
            String signature,
            String date,
            Authenticated.Way way) {
        KeyHolder holder = holders.of(accessKey, exchange.header(SigV4.TOKEN));
        // What is signed is the bucket that will be used, whether the host names it or the path.
        String path = hostBucket == null ? exchange.rawPath() : "/" + hostBucket + exchange.rawPath();
        String resources = resources(Query.of(exchange.rawQuery()));
        // A bucket is signed with a slash behind it or without: clients differ, and it is the same bucket.
        boolean fits = fits(holder, exchange, path + resources, date, signature)
                || (hostBucket == null
                        && path.indexOf('/', 1) < 0
                        && fits(holder, exchange, path + "/" + resources, date, signature));
        if (!fits) {
            throw new S3Error(
                    "SignatureDoesNotMatch",
                    403,
                    "the signature is not that of this request; check the secret key and the address");
        }
        return new Authenticated(holder, SigV4.UNSIGNED, new byte[0], "", "", "", way);
    }

    private static boolean fits(KeyHolder holder, Exchange exchange, String resource, String date, String signature) {
        String own = sign(holder.secretKey(), toSign(exchange, resource, date));
        return MessageDigest.isEqual(own.getBytes(UTF_8), signature.getBytes(UTF_8));
    }

    private static String toSign(Exchange exchange, String resource, String date) {
        StringBuilder text = new StringBuilder()
                .append(exchange.method())
                .append('\n')
                .append(exchange.header("content-md5").orElse(""))
                .append('\n')
                .append(exchange.header("content-type").orElse(""))
                .append('\n')
                .append(date)
                .append('\n');
        for (Map.Entry<String, List<String>> one : new TreeMap<>(exchange.headers()).entrySet()) {
            if (one.getKey().startsWith("x-amz-")) {
                text.append(one.getKey())
                        .append(':')
                        .append(String.join(
                                ",", one.getValue().stream().map(String::strip).toList()))
                        .append('\n');
            }
        }
        return text.append(resource).toString();
    }

    /** What is signed of the query. Values are signed as they read, so a text that reads as two parameters, or as other ones, is refused. */
    private static String resources(Query query) {
        TreeMap<String, String> signed = new TreeMap<>();
        for (Query.Parameter one : query.parameters()) {
            if (!SIGNED.contains(one.name())) {
                requireNoOperation(one.name());
                continue;
            }
            requireOne(one);
            String text = one.value().isEmpty() ? one.name() : one.name() + "=" + one.value();
            if (signed.put(one.name(), text) != null) {
                throw S3Error.invalidArgument("the signed parameter " + one.name() + " is given twice; give it once");
            }
        }
        return signed.isEmpty() ? "" : "?" + String.join("&", signed.values());
    }

    /** Version 2 knows not of newer operations: whoever has a signature of one request could make it one of those. */
    private static void requireNoOperation(String name) {
        if (SubResources.known(name)) {
            throw S3Error.invalidRequest("Signature Version 2 does not cover ?" + name + "; sign with Version 4");
        }
    }

    /** An answer's header may have an ampersand, where no signed parameter seems to follow it. */
    private static void requireOne(Query.Parameter one) {
        String[] pieces = one.value().split("&", -1);
        for (int i = 1; i < pieces.length; i++) {
            int equals = pieces[i].indexOf('=');
            String name = equals < 0 ? pieces[i] : pieces[i].substring(0, equals);
            if (!one.name().startsWith("response-") || SIGNED.contains(name)) {
                throw S3Error.invalidArgument(
                        "the signed parameter " + one.name() + " has an ampersand; sign with Version 4");
            }
        }
    }

    static String sign(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
