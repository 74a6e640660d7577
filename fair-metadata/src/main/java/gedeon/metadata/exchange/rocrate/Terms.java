package gedeon.metadata.exchange.rocrate;

import gedeon.metadata.extraction.Vocabulary;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the vocabulary says of a field, as crates need it. */
final class Terms {
    private Terms() {}

    static boolean personal(String name) {
        return Vocabulary.personal(name);
    }

    static String label(String name) {
        return Vocabulary.label(name, Locale.ENGLISH);
    }

    static @Nullable String iri(String name) {
        return Vocabulary.iri(name).orElse(null);
    }
}
