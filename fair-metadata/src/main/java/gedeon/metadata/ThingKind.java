package gedeon.metadata;

import java.util.Arrays;
import java.util.Locale;

/** What datasets are tied to, beside instruments. */
public enum ThingKind {
    EXPERIMENT(true),
    PROTOCOL(true),
    SOFTWARE(false),
    SAMPLE(true),
    PERSON(false);

    private final boolean ofNotebook;

    ThingKind(boolean ofNotebook) {
        this.ofNotebook = ofNotebook;
    }

    /** True where each belongs to one notebook; false where all notebooks share them. */
    public boolean ofNotebook() {
        return ofNotebook;
    }

    /** As in links and tables: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException naming the words known */
    public static ThingKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind \"" + word
                        + "\"; known: experiment, instrument, protocol, software, sample, person, dataset"));
    }
}
