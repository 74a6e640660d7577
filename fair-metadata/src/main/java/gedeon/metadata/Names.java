package gedeon.metadata;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What people may call things, and addresses they may give. */
final class Names {
    private Names() {}

    static String required(String what, String name) {
        String plain = name.strip();
        if (plain.isEmpty() || plain.length() > 300 || plain.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the name of " + what + " has 1 to 300 characters and no control characters, was \"" + name + "\"");
        }
        return plain;
    }

    /** Pages link to it, so nothing but the web's own schemes passes. */
    static @Nullable String webAddress(@Nullable String url) {
        if (url == null || url.isBlank()) {
            return null;
        }
        String plain = url.strip();
        try {
            URI uri = URI.create(plain);
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return plain;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new IllegalArgumentException("not a web address: \"" + plain + "\"; write https://host/path");
    }
}
