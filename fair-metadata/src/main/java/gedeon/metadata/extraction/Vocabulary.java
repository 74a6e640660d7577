package gedeon.metadata.extraction;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of fields ({@code vocabulary.tsv}): what people read for each, in which SI unit its numbers are kept, and what it means elsewhere. */
public final class Vocabulary {
    private static final Map<String, Term> TERMS = load();

    private Vocabulary() {}

    /** What people read: French for a French locale, English otherwise; the name itself where the vocabulary does not know it. */
    public static String label(String name, Locale locale) {
        Term term = TERMS.get(name);
        if (term == null) {
            return name;
        }
        return Locale.FRENCH.getLanguage().equals(locale.getLanguage()) ? term.french() : term.english();
    }

    /** The SI unit (UCUM code) of the field's numbers; empty for texts, for pure numbers, and where it depends on the file. */
    public static Optional<String> siUnit(String name) {
        Term term = TERMS.get(name);
        return term == null
                        || term.si().isEmpty()
                        || term.si().equals("1")
                        || term.si().equals("*")
                ? Optional.empty()
                : Optional.of(term.si());
    }

    /** Whether the field's values are numbers, so that it can be asked by a range. */
    public static boolean numeric(String name) {
        Term term = TERMS.get(name);
        return term != null && !term.si().isEmpty();
    }

    /** Whether the field tells of a person and is not to be shown or exported without asking. */
    public static boolean personal(String name) {
        Term term = TERMS.get(name);
        return term != null && term.personal();
    }

    /** IRI of the same notion in a public ontology. */
    public static Optional<String> iri(String name) {
        Term term = TERMS.get(name);
        return term == null || term.iri().isEmpty() ? Optional.empty() : Optional.of(term.iri());
    }

    public static boolean knows(String name) {
        return TERMS.containsKey(name);
    }

    /** Every name, in the order of the table. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(TERMS.keySet());
    }

    /**
     * {@code value} in the field's SI unit; null where the unit is of another dimension than the field's, or absent where the field needs one: a number without its
     * unit is never compared with others.
     */
    static @Nullable Double si(String name, double value, @Nullable String unit) {
        Term term = TERMS.get(name);
        String wanted = term == null ? "*" : term.si();
        if (unit == null || unit.isEmpty()) {
            return wanted.isEmpty() || wanted.equals("1") || wanted.equals("*") ? value : null;
        }
        if (!Units.knows(unit)) {
            return null;
        }
        return wanted.equals("*") || wanted.isEmpty() || wanted.equals(Units.siUnit(unit))
                ? Units.toSi(value, unit)
                : null;
    }

    private static Map<String, Term> load() {
        try (InputStream in = Vocabulary.class.getResourceAsStream("vocabulary.tsv")) {
            if (in == null) {
                throw new IllegalStateException("vocabulary.tsv is missing from the jar of fair-metadata");
            }
            Map<String, Term> terms = new LinkedHashMap<>();
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] cells = line.split("\t", -1);
                    if (cells.length != 6 || terms.put(cells[0], Term.of(cells)) != null) {
                        throw new IllegalStateException("vocabulary.tsv: six columns and each name once, was: " + line);
                    }
                }
            }
            return terms;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Term(String english, String french, String si, boolean personal, String iri) {
        static Term of(String[] cells) {
            return new Term(cells[1], cells[2], cells[3], cells[4].equals("personal"), cells[5]);
        }
    }
}
