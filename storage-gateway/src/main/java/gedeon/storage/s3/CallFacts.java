package gedeon.storage.s3;

import gedeon.storage.s3.access.Facts;
import gedeon.storage.s3.auth.Authenticated;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of itself in headers and query, under the names that conditions of policies use. What proxies say of it counts where they are trusted:
 * see {@link Forwarded}.
 */
record CallFacts(Exchange exchange, Query query, Authenticated auth) implements Facts {
    static final String PREFIX = "s3:prefix";
    static final String VERSION = "s3:versionid";
    private static final String TAG = "s3:requestobjecttag/";
    private static final String TAG_KEYS = "s3:requestobjecttagkeys";
    /** Headers of the same name. */
    private static final String AMZ = "s3:x-amz-";

    private static final String LOCK = "s3:object-lock-";

    @Override
    public List<String> of(String key) {
        return switch (key) {
            case "aws:sourceip" -> List.of(exchange.remoteAddress());
            case "aws:securetransport" -> List.of(Boolean.toString(exchange.secure()));
            case "aws:referer" -> header("referer");
            case "aws:useragent" -> header("user-agent");
            case "s3:authtype" -> authType();
            case "s3:signatureversion" -> signatureVersion();
            case PREFIX -> one(query.get("prefix"));
            case "s3:delimiter" -> one(query.get("delimiter"));
            case "s3:max-keys" -> one(query.get("max-keys"));
            case VERSION -> one(query.get("versionId"));
            case "s3:if-match" -> header("if-match");
            case "s3:if-none-match" -> header("if-none-match");
            case "s3:x-amz-copy-source" ->
                header("x-amz-copy-source").stream().map(CallFacts::path).toList();
            case TAG_KEYS -> List.copyOf(tags().keySet());
            default -> ofName(key);
        };
    }

    private List<String> ofName(String key) {
        if (key.startsWith(TAG)) {
            return one(Optional.ofNullable(tags().get(key.substring(TAG.length()))));
        }
        if (key.startsWith(LOCK)) {
            return header("x-amz-" + key.substring("s3:".length()));
        }
        return key.startsWith(AMZ) ? header(key.substring("s3:".length())) : List.of();
    }

    /** The same, with the tags that a request carries in its body. */
    static Facts withTags(Facts facts, Map<String, String> tags) {
        return key -> key.equals(TAG_KEYS)
                ? List.copyOf(tags.keySet())
                : key.startsWith(TAG) ? one(Optional.ofNullable(tags.get(key.substring(TAG.length())))) : facts.of(key);
    }

    /** The same about another object than the address names. @param version as the request names it; null where it names none */
    static Facts of(Facts facts, @Nullable String version) {
        return facts.with(VERSION, version == null ? List.of() : List.of(version));
    }

    private Map<String, String> tags() {
        return exchange.header("x-amz-tagging").map(Tags::header).orElse(Map.of());
    }

    private List<String> authType() {
        return switch (auth.way()) {
            case NOT_AT_ALL -> List.of();
            case HEADER -> List.of("REST-HEADER");
            case QUERY -> List.of("REST-QUERY-STRING");
            case FORM -> List.of("POST");
        };
    }

    /** Only Version 4 has a scope. */
    private List<String> signatureVersion() {
        if (auth.isAnonymous()) {
            return List.of();
        }
        return List.of(auth.scope().isEmpty() ? "AWS" : "AWS4-HMAC-SHA256");
    }

    private static String path(String source) {
        String path = source.startsWith("/") ? source.substring(1) : source;
        int question = path.indexOf("?versionId=");
        return Uri.decodeText(question < 0 ? path : path.substring(0, question), false);
    }

    private List<String> header(String name) {
        return one(exchange.header(name));
    }

    private static List<String> one(Optional<String> value) {
        return value.map(List::of).orElse(List.of());
    }
}
