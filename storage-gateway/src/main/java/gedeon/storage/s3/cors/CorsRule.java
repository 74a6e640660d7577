package gedeon.storage.s3.cors;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One rule: which origins may use which methods and send which headers.
 *
 * @param origins and {@code headers}: each with at most one {@code *}, which stands for any characters or none
 * @param maxAge seconds that a browser may keep the answer to its question, null where it is not said
 */
public record CorsRule(
        @Nullable String id,
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        @Nullable Integer maxAge) {
    public CorsRule {
        origins = List.copyOf(origins);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        exposed = List.copyOf(exposed);
    }

    public boolean allows(String origin, String method) {
        return methods.contains(method) && origins.stream().anyMatch(pattern -> fits(pattern, origin));
    }

    /** Whether every header that a page wants to send may be sent; names have no case. */
    public boolean allowsHeaders(List<String> asked) {
        return asked.stream()
                .allMatch(name -> headers.stream()
                        .anyMatch(pattern -> fits(pattern.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))));
    }

    /** Whether all origins are let in alike, so that the answer is the same for each and no credentials go along. */
    public boolean anyOrigin() {
        return origins.contains("*");
    }

    static boolean fits(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(text);
        }
        String before = pattern.substring(0, star);
        String after = pattern.substring(star + 1);
        return text.length() >= before.length() + after.length() && text.startsWith(before) && text.endsWith(after);
    }
}
