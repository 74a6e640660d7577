package gedeon.metadata.extraction;

import java.util.Locale;
import java.util.Set;

/** Texts that instruments write where nobody filled in a value: absences, not values. */
final class Placeholders {
    private static final Set<String> WORDS = Set.of(
            "",
            "not specified",
            "not set",
            "not_set",
            "none",
            "null",
            "n/a",
            "na",
            "unknown",
            "undefined",
            "unspecified",
            "unset",
            "name surname",
            "default",
            "xxx",
            "?");

    private Placeholders() {}

    static boolean isOne(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        return WORDS.contains(plain)
                || plain.chars().allMatch(c -> c == '-' || c == '.' || c == ' ' || c == '_' || c == 0);
    }
}
