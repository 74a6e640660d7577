package gedeon.storage.s3.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.s3.S3Error;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks who signed the policy of a form: Signature Version 4, and Version 2, which many libraries still sign forms with.
 */
public final class PostSignature {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Holders holders;
    private final String region;
    private final Clock clock;

    public PostSignature(Function<String, Optional<KeyHolder>> keys, String region, Clock clock) {
        this.holders = new Holders(keys, clock);
        this.region = region;
        this.clock = clock;
    }

    /** Whether the form claims to be signed. */
    public static boolean claimed(Map<String, String> fields) {
        return fields.containsKey("policy")
                || fields.containsKey("signature")
                || fields.containsKey("x-amz-signature")
                || fields.containsKey("awsaccesskeyid");
    }

    /**
     * @param fields of the form by lower-case name
     * @throws S3Error InvalidArgument (a field is missing), InvalidAccessKeyId, SignatureDoesNotMatch, AccessDenied (too old, or of the future)
     */
    public Authenticated check(Map<String, String> fields) {
        String policy = needed(fields, "policy");
        if (fields.containsKey("x-amz-algorithm") || fields.containsKey("x-amz-signature")) {
            return version4(fields, policy);
        }
        KeyHolder holder = holder(fields, needed(fields, "awsaccesskeyid"));
        byte[] expected = SigV2.sign(holder.secretKey(), policy).getBytes(UTF_8);
        requireSame(expected, needed(fields, "signature").strip());
        return signed(holder, "", "");
    }

    private Authenticated version4(Map<String, String> fields, String policy) {
        if (!needed(fields, "x-amz-algorithm").equals(ALGORITHM)) {
            throw S3Error.invalidArgument("x-amz-algorithm is " + ALGORITHM);
        }
        String credential = needed(fields, "x-amz-credential");
        String[] scope = credential.split("/", -1);
        if (scope.length != 5 || !scope[3].equals("s3") || !scope[4].equals("aws4_request")) {
            throw S3Error.invalidArgument("x-amz-credential is key/date/region/s3/aws4_request");
        }
        if (!scope[2].equals(region)) {
            throw S3Error.invalidArgument("the region is \"" + region + "\", not \"" + scope[2] + "\"");
        }
        requireTime(needed(fields, "x-amz-date"), scope[1]);
        KeyHolder holder = holder(fields, scope[0]);
        byte[] key = SigV4.signingKey(holder.secretKey(), scope[1], region);
        String expected = HexFormat.of().formatHex(SigV4.hmac(key, policy));
        requireSame(expected.getBytes(UTF_8), needed(fields, "x-amz-signature"));
        return signed(holder, fields.getOrDefault("x-amz-date", ""), credential.substring(scope[0].length() + 1));
    }

    private void requireTime(String date, String day) {
        Instant signed;
        try {
            signed = LocalDateTime.parse(date, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw S3Error.invalidArgument("x-amz-date is yyyymmddThhmmssZ");
        }
        if (!date.startsWith(day)) {
            throw S3Error.invalidArgument("the date of x-amz-credential is not that of x-amz-date");
        }
        Instant now = clock.instant();
        if (signed.isAfter(now.plus(SKEW)) || now.isAfter(signed.plus(LONGEST))) {
            throw new S3Error(
                    "AccessDenied", 403, "a form's signature is good for seven days from x-amz-date; make a new one");
        }
    }

    private KeyHolder holder(Map<String, String> fields, String accessKey) {
        return holders.of(accessKey, Optional.ofNullable(fields.get(SigV4.TOKEN)));
    }

    private static String needed(Map<String, String> fields, String name) {
        @Nullable String value = fields.get(name);
        if (value == null || value.isEmpty()) {
            throw S3Error.invalidArgument("a signed form has a field named " + name);
        }
        return value;
    }

    private static void requireSame(byte[] expected, String given) {
        if (!MessageDigest.isEqual(expected, given.getBytes(UTF_8))) {
            throw new S3Error(
                    "SignatureDoesNotMatch", 403, "the signature is not that of this policy; check the secret key");
        }
    }

    private static Authenticated signed(KeyHolder holder, String timestamp, String scope) {
        return new Authenticated(holder, SigV4.UNSIGNED, new byte[0], "", timestamp, scope, Authenticated.Way.FORM);
    }
}
