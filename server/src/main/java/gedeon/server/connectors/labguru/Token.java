package gedeon.server.connectors.labguru;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A Labguru token. It prints as stars; {@link #mask} takes it out of what others say. */
record Token(String secret) {
    Token {
        if (secret.equals("-1")) {
            throw new IllegalArgumentException("the token \"-1\" is what Labguru answers to a wrong password;"
                    + " make a token in Labguru's account settings");
        }
        if (secret.isEmpty() || secret.length() > 1000 || !secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("a Labguru token has 1 to 1000 visible characters without spaces;"
                    + " copy it from Labguru's account settings");
        }
    }

    String encoded() {
        return URLEncoder.encode(secret, StandardCharsets.UTF_8);
    }

    /** {@code text} with the token, plain or as in an address, replaced by stars. */
    String mask(String text) {
        return text.replace(secret, "***").replace(encoded(), "***");
    }

    @Override
    public String toString() {
        return "***";
    }
}
