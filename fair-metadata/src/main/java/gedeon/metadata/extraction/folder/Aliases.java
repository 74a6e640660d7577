package gedeon.metadata.extraction.folder;

import gedeon.metadata.extraction.Vocabulary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of parameter files and the field that each stands for ({@code aliases.tsv}, and the vocabulary's own names of two words and more). */
final class Aliases {
    private static final Pattern MARKS = Pattern.compile("\\p{M}");
    private static final Pattern SIGNS = Pattern.compile("[^a-z0-9]");
    private static final Map<String, String> FIELDS = load();

    private Aliases() {}

    /** The field of a key, or of the last part of a path of keys. */
    static Optional<String> field(String key) {
        return Optional.ofNullable(FIELDS.get(plain(key)));
    }

    static Map<String, String> all() {
        return Map.copyOf(FIELDS);
    }

    private static String plain(String key) {
        String apart = Normalizer.normalize(key, Normalizer.Form.NFD);
        return SIGNS.matcher(MARKS.matcher(apart).replaceAll("").toLowerCase(Locale.ROOT))
                .replaceAll("");
    }

    private static Map<String, String> load() {
        try (InputStream in = Aliases.class.getResourceAsStream("aliases.tsv")) {
            if (in == null) {
                throw new IllegalStateException("aliases.tsv is missing from the jar of fair-metadata");
            }
            Map<String, String> fields = new HashMap<>();
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    add(line.split("\t"), fields);
                }
            }
            Vocabulary.names().stream()
                    .filter(name -> name.contains("_"))
                    .forEach(name -> fields.putIfAbsent(plain(name), name));
            return fields;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(String[] cells, Map<String, String> fields) {
        for (int i = 1; i < cells.length; i++) {
            String other = fields.putIfAbsent(plain(cells[i]), cells[0]);
            if (other != null && !other.equals(cells[0]) || !Vocabulary.knows(cells[0])) {
                throw new IllegalStateException(
                        "aliases.tsv: \"" + cells[i] + "\" stands for " + other + " and " + cells[0]);
            }
        }
    }
}
