package gedeon.metadata.exchange.rocrate;

import org.jspecify.annotations.Nullable;

/** What the vocabulary says of a field, as crates need it. */
final class Terms {
    private Terms() {}

    static boolean personal(String name) {
        return false;
    }

    static String label(String name) {
        return name;
    }

    static @Nullable String iri(String name) {
        return null;
    }
}
