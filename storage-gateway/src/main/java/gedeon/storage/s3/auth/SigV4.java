package gedeon.storage.s3.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.s3.Exchange;
import gedeon.storage.s3.Query;
import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.Uri;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Checks AWS Signature Version 4 (AWS General Reference, "Signature Version 4 signing process") in headers and presigned URLs. */
public final class SigV4 {
    static final String TOKEN = "x-amz-security-token";
    public static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    /** Any of them in a query is a claim to be signed there. */
    private static final Set<String> SIGNING =
            Set.of("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "AWSAccessKeyId", "Signature");

    /** What a query says of its signature, in either version. */
    private static final Set<String> IN_QUERY = Set.of(
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Expires",
            "X-Amz-SignedHeaders",
            "X-Amz-Signature",
            "X-Amz-Security-Token",
            "X-Amz-Content-Sha256",
            "AWSAccessKeyId",
            "Signature",
            "Expires");

    private static final DateTimeFormatter TIME = HttpDates.SHORT;
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final long LONGEST_PRESIGNED = 7 * 24 * 3600;

    private final Holders holders;
    private final String region;
    private final Clock clock;
    private final SigV2 second;

    public SigV4(Function<String, Optional<KeyHolder>> keys, String region, Clock clock) {
        this.holders = new Holders(keys, clock);
        this.region = region;
        this.clock = clock;
        this.second = new SigV2(holders, clock);
    }

    private record Claim(
            String accessKey,
            String scope,
            String timestamp,
            List<String> signedHeaders,
            String signature,
            String payload,
            boolean presigned) {}

    /** As the one beside, where the path names the bucket. */
    public Authenticated check(Exchange exchange) {
        return check(exchange, null);
    }

    /**
     * Who asks; a request that claims nothing is anybody's, one that claims wrongly is refused.
     *
     * @param hostBucket the bucket that the host names, which Version 2 signs as part of the path; null where the path does
     * @throws S3Error AccessDenied, InvalidAccessKeyId, SignatureDoesNotMatch, RequestTimeTooSkewed, AuthorizationHeaderMalformed
     */
    public Authenticated check(Exchange exchange, @Nullable String hostBucket) {
        Query query = Query.of(exchange.rawQuery());
        Optional<String> header = exchange.header("authorization");
        if (header.isPresent() && SIGNING.stream().anyMatch(query::has)) {
            throw S3Error.invalidArgument(
                    "a request is signed in the header Authorization or in its query, not in both; leave one out");
        }
        requireOnce(query);
        Claim claim;
        if (query.has("X-Amz-Algorithm")) {
            claim = presigned(exchange, query);
        } else if (header.isPresent() && header.get().startsWith("AWS ")) {
            return second.header(exchange, header.get(), hostBucket);
        } else if (header.isPresent()) {
            claim = header(exchange, header.get());
        } else if (query.has("AWSAccessKeyId")) {
            return second.presigned(exchange, query, hostBucket);
        } else {
            return anonymous(exchange);
        }
        String[] scope = claim.scope().split("/", -1);
        if (scope.length != 4 || !scope[2].equals("s3") || !scope[3].equals("aws4_request")) {
            throw malformed("the credential scope is date/region/s3/aws4_request");
        }
        if (!scope[1].equals(region)) {
            throw new S3Error(
                    "AuthorizationHeaderMalformed",
                    400,
                    "the region is \"" + region + "\", not \"" + scope[1] + "\"",
                    java.util.Map.of("Region", region));
        }
        if (!claim.timestamp().startsWith(scope[0])) {
            throw malformed("the date of the scope is not that of the request");
        }
        requireTime(claim, query);
        if (!claim.signedHeaders().contains("host")) {
            throw malformed("the host header is not signed");
        }
        for (String name : exchange.headers().keySet()) {
            if ((name.startsWith("x-amz-") || name.startsWith("x-gedeon-"))
                    && !claim.signedHeaders().contains(name)
                    && !name.equals("x-amz-content-sha256")) {
                throw new S3Error("AccessDenied", 403, "the header " + name + " was not signed");
            }
        }
        KeyHolder holder =
                holders.of(claim.accessKey(), exchange.header(TOKEN).or(() -> query.get("X-Amz-Security-Token")));
        byte[] signingKey = signingKey(holder.secretKey(), scope[0], scope[1]);
        String toSign = ALGORITHM + "\n" + claim.timestamp() + "\n" + claim.scope() + "\n"
                + sha256(canonical(exchange, claim).getBytes(UTF_8));
        byte[] expected = hmac(signingKey, toSign);
        if (!MessageDigest.isEqual(
                HexFormat.of().formatHex(expected).getBytes(UTF_8),
                claim.signature().getBytes(UTF_8))) {
            throw new S3Error(
                    "SignatureDoesNotMatch",
                    403,
                    "the signature is not that of this request; check the secret key and the address");
        }
        return new Authenticated(
                holder,
                claim.payload(),
                signingKey,
                claim.signature(),
                claim.timestamp(),
                claim.scope(),
                claim.presigned() ? Authenticated.Way.QUERY : Authenticated.Way.HEADER);
    }

    private static Authenticated anonymous(Exchange exchange) {
        String payload = exchange.header("x-amz-content-sha256").orElse(UNSIGNED);
        if (payload.startsWith("STREAMING-" + ALGORITHM)) {
            throw new S3Error("AccessDenied", 403, "the chunks are signed and the request is not; sign it as well");
        }
        return Authenticated.anonymous(payload);
    }

    private void requireTime(Claim claim, Query query) {
        Instant signed =
                HttpDates.shortForm(claim.timestamp()).orElseThrow(() -> malformed("x-amz-date is yyyymmddThhmmssZ"));
        Instant now = clock.instant();
        if (claim.presigned()) {
            long seconds = query.get("X-Amz-Expires")
                    .map(SigV4::seconds)
                    .orElseThrow(() -> malformed("X-Amz-Expires is missing"));
            if (now.isAfter(signed.plusSeconds(seconds))) {
                throw new S3Error(
                        "AccessDenied",
                        403,
                        "Request has expired: the address was valid until " + signed.plusSeconds(seconds));
            }
            if (signed.isAfter(now.plus(SKEW))) {
                throw new S3Error("AccessDenied", 403, "Request is not yet valid");
            }
        } else if (Duration.between(signed, now).abs().compareTo(SKEW) > 0) {
            throw new S3Error(
                    "RequestTimeTooSkewed",
                    403,
                    "the request's time and the server's differ by more than 15 minutes; set the clock",
                    java.util.Map.of("ServerTime", now.toString()));
        }
    }

    /** A client that sends no x-amz-date signs the time of its Date header. */
    private static String shortForm(String date) {
        return HttpDates.parse(date)
                .map(instant -> instant.atOffset(ZoneOffset.UTC).format(TIME))
                .orElse(date);
    }

    private static long seconds(String text) {
        try {
            long seconds = Long.parseLong(text);
            if (seconds < 1 || seconds > LONGEST_PRESIGNED) {
                throw new S3Error(
                        "AccessDenied", 403, "X-Amz-Expires is 1 to " + LONGEST_PRESIGNED + " seconds, was " + text);
            }
            return seconds;
        } catch (NumberFormatException e) {
            throw new S3Error("AuthorizationQueryParametersError", 400, "X-Amz-Expires is a number of seconds");
        }
    }

    private static S3Error malformed(String why) {
        return new S3Error("AuthorizationHeaderMalformed", 400, "the signature cannot be read: " + why);
    }

    /** Whoever reads the first and whoever reads the last of two would check different claims. */
    private static void requireOnce(Query query) {
        Set<String> seen = new HashSet<>();
        for (Query.Parameter one : query.parameters()) {
            if (IN_QUERY.contains(one.name()) && !seen.add(one.name())) {
                throw new S3Error(
                        "AuthorizationQueryParametersError",
                        400,
                        one.name() + " is given more than once; give it once");
            }
        }
    }

    private static Claim presigned(Exchange exchange, Query query) {
        if (!query.get("X-Amz-Algorithm").orElse("").equals(ALGORITHM)) {
            throw new S3Error("AuthorizationQueryParametersError", 400, "X-Amz-Algorithm is " + ALGORITHM);
        }
        String credential = query.get("X-Amz-Credential").orElse("");
        int slash = credential.indexOf('/');
        if (slash < 1) {
            throw new S3Error(
                    "AuthorizationQueryParametersError", 400, "X-Amz-Credential is key/date/region/s3/aws4_request");
        }
        List<String> signed =
                List.of(query.get("X-Amz-SignedHeaders").orElse("").split(";"));
        // An address promises nothing of its body unless the header that does was signed with it.
        Optional<String> payload = signed.contains("x-amz-content-sha256")
                ? exchange.header("x-amz-content-sha256")
                : query.get("X-Amz-Content-Sha256");
        return new Claim(
                credential.substring(0, slash),
                credential.substring(slash + 1),
                query.get("X-Amz-Date").orElse(""),
                signed,
                query.get("X-Amz-Signature").orElse(""),
                payload.orElse(UNSIGNED),
                true);
    }

    private static Claim header(Exchange exchange, String header) {
        if (!header.startsWith(ALGORITHM)) {
            throw new S3Error("InvalidRequest", 400, "only " + ALGORITHM + " signatures are read");
        }
        String credential = "";
        String signed = "";
        String signature = "";
        for (String piece : header.substring(ALGORITHM.length()).split(",")) {
            String part = piece.strip();
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1);
            switch (equals < 0 ? "" : part.substring(0, equals)) {
                case "Credential" -> credential = value;
                case "SignedHeaders" -> signed = value;
                case "Signature" -> signature = value;
                default -> {}
            }
        }
        int slash = credential.indexOf('/');
        if (slash < 1 || signed.isEmpty() || signature.isEmpty()) {
            throw malformed("Credential, SignedHeaders and Signature are needed");
        }
        String payload = exchange.header("x-amz-content-sha256")
                .orElseThrow(() -> new S3Error("InvalidRequest", 400, "the header x-amz-content-sha256 is missing"));
        String timestamp = exchange.header("x-amz-date")
                .or(() -> exchange.header("date").map(SigV4::shortForm))
                .orElse("");
        return new Claim(
                credential.substring(0, slash),
                credential.substring(slash + 1),
                timestamp,
                List.of(signed.split(";")),
                signature,
                payload,
                false);
    }

    private static String canonical(Exchange exchange, Claim claim) {
        StringBuilder text = new StringBuilder(512);
        text.append(exchange.method()).append('\n');
        // S3 signs the path as sent, encoded once; what the client sent encoded otherwise is brought to that form.
        text.append(Uri.encode(Uri.decode(exchange.rawPath(), false), true)).append('\n');
        text.append(canonicalQuery(exchange.rawQuery(), claim.presigned())).append('\n');
        for (String name : claim.signedHeaders()) {
            List<String> values = exchange.headers().getOrDefault(name, List.of());
            text.append(name)
                    .append(':')
                    .append(String.join(",", values.stream().map(SigV4::trim).toList()))
                    .append('\n');
        }
        return text.append('\n')
                .append(String.join(";", claim.signedHeaders()))
                .append('\n')
                .append(claim.payload())
                .toString();
    }

    private static String trim(String value) {
        String text = value.strip();
        return text.contains("  ") ? text.replaceAll(" +", " ") : text;
    }

    /** A plus is a space, as it is when the request is done ({@link Query}): what is signed and what is done are read alike. */
    static String canonicalQuery(String raw, boolean presigned) {
        List<String[]> pairs = new ArrayList<>();
        for (String piece : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            if (piece.isEmpty()) {
                continue;
            }
            int equals = piece.indexOf('=');
            String name = equals < 0 ? piece : piece.substring(0, equals);
            String value = equals < 0 ? "" : piece.substring(equals + 1);
            if (!(presigned && Uri.decodeText(name, true).equals("X-Amz-Signature"))) {
                pairs.add(new String[] {
                    Uri.encode(Uri.decode(name, true), false), Uri.encode(Uri.decode(value, true), false)
                });
            }
        }
        pairs.sort(Comparator.<String[], String>comparing(pair -> pair[0]).thenComparing(pair -> pair[1]));
        return String.join(
                "&", pairs.stream().map(pair -> pair[0] + "=" + pair[1]).toList());
    }

    static byte[] signingKey(String secret, String date, String region) {
        byte[] key = ("AWS4" + secret).getBytes(UTF_8);
        for (String step : Arrays.asList(date, region, "s3", "aws4_request")) {
            key = hmac(key, step);
        }
        return key;
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
