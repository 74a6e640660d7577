package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.ObjectKey;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a pack says of one object before its bytes: its key, size and SHA-256, and the headers that a PUT of it would have.
 *
 * @param headers by lower-case name, with the length of the object
 */
record PackHead(ObjectKey key, int size, Digest sha256, Map<String, List<String>> headers) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> MEMBERS = Set.of("key", "size", "sha256", "headers");
    /** A customer's key comes with a PUT of its own, over TLS. */
    private static final Set<String> HEADERS = Set.of(
            "cache-control",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-md5",
            "content-type",
            "expires",
            "if-match",
            "if-none-match",
            "x-amz-acl",
            "x-amz-server-side-encryption",
            "x-amz-server-side-encryption-aws-kms-key-id",
            "x-amz-storage-class",
            "x-amz-tagging");

    private static final List<String> PREFIXES =
            List.of("x-amz-meta-", "x-amz-checksum-", "x-amz-grant-", "x-amz-object-lock-");
    /** RFC 9110 §5.1. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+");

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** @throws S3Error InvalidRequest, InvalidURI, KeyTooLongError; names the object where it has a key */
    static PackHead read(byte[] pack, int from, int length) {
        JsonNode json;
        try {
            json = JSON.readTree(pack, from, length);
        } catch (JacksonException e) {
            throw S3Error.invalidRequest("the head of an object of the pack is no JSON: " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
            throw S3Error.invalidRequest("the head of an object of the pack is a JSON object");
        }
        ObjectKey key = key(json.path("key"));
        try {
            return of(key, json);
        } catch (S3Error e) {
            throw e.about(key);
        }
    }

    private static ObjectKey key(JsonNode key) {
        if (!key.isString()) {
            throw S3Error.invalidRequest("the head of an object of the pack names its key");
        }
        String name = key.stringValue();
        if (name.indexOf('\0') >= 0) {
            // No address can carry it either.
            throw new S3Error("InvalidURI", 400, "a key has no NUL").about(name);
        }
        try {
            ByteBuffer bytes = UTF_8.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(name));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return ObjectNames.of(exact);
        } catch (S3Error e) {
            throw e.about(name);
        } catch (CharacterCodingException e) {
            throw new S3Error("InvalidURI", 400, "a key is text, and of this one half of a character is missing")
                    .about(name);
        } catch (IllegalArgumentException e) {
            throw new S3Error("InvalidURI", 400, e.getMessage()).about(name);
        }
    }

    private static PackHead of(ObjectKey key, JsonNode json) {
        for (String name : json.propertyNames()) {
            if (!MEMBERS.contains(name)) {
                throw S3Error.invalidRequest("the head of an object has key, size, sha256 and headers, not " + name);
            }
        }
        JsonNode size = json.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToInt() || size.intValue() < 0) {
            throw S3Error.invalidRequest("the size of an object is a number of bytes");
        }
        String sha256 = json.path("sha256").asString("");
        if (!SHA256.matcher(sha256).matches()) {
            throw S3Error.invalidRequest("the sha256 of an object is 64 hexadecimal digits");
        }
        return new PackHead(
                key,
                size.intValue(),
                new Digest(DigestAlgorithm.SHA256, sha256),
                headers(json.path("headers"), size.intValue()));
    }

    private static Map<String, List<String>> headers(JsonNode given, int size) {
        if (!given.isMissingNode() && !given.isObject()) {
            throw S3Error.invalidRequest("the headers of an object are a JSON object");
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> one : given.properties()) {
            String name = one.getKey().toLowerCase(Locale.ROOT);
            if (!HEADERS.contains(name) && PREFIXES.stream().noneMatch(name::startsWith)
                    || !NAME.matcher(name).matches()) {
                throw S3Error.invalidRequest("an object in a pack has no header " + Text.shown(name));
            }
            if (!one.getValue().isString()) {
                throw S3Error.invalidRequest("the header " + name + " is a text");
            }
            String value = one.getValue().stringValue();
            Text.requirePrintable(value, name);
            if (headers.put(name, List.of(value.strip())) != null) {
                throw S3Error.invalidRequest("the header " + name + " is given twice");
            }
        }
        headers.put("content-length", List.of(Integer.toString(size)));
        return headers;
    }
}
