package gedeon.metadata.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Looks into the sources of the readers for every name that they can give a field: the first argument of {@code found.text}, {@code found.number} and
 * {@code found.time}, whatever is passed as a parameter called {@code field}, and the second column of tables.
 */
class EveryFieldIsOfTheVocabularyTests {
    private static final Path SOURCES = Path.of("src/main/java/gedeon/metadata/extraction");
    private static final Pattern WORD = Pattern.compile("\"([a-z][a-z0-9]*(?:_[a-z0-9]+)*)(?: [^\"]*)?\"");
    private static final Pattern CALL = Pattern.compile("([\\w.]*\\w)\\(");
    private static final Pattern DECLARED = Pattern.compile("(?:\\w[\\w<>\\[\\]]*|\\brecord) (\\w+)\\(([^;{}()]*)\\)");
    private static final Pattern ROW = Pattern.compile("\\{\\s*\"[^\"]*\",\\s*(\"[^\"]*\")");
    private static final Pattern FIELDS = Pattern.compile("String\\[\\] fields = \\{([^}]*)\\}");

    /** Tables that lead to something else than fields. */
    private static final Pattern NO_FIELDS =
            Pattern.compile("\\b(?:TYPES|SPACE|TIME|CHARSETS|OTHER|MODES|axes)\\b\\s*=[^;]*;");

    @Test
    void whateverAReaderFindsHasARowInTheTable() throws IOException {
        TreeMap<String, Set<String>> unknown = new TreeMap<>();
        Set<String> known = new TreeSet<>();
        for (Path file : sources()) {
            for (String name : names(Files.readString(file))) {
                if (Vocabulary.knows(name)) {
                    known.add(name);
                } else {
                    unknown.computeIfAbsent(name, n -> new TreeSet<>())
                            .add(file.getFileName().toString());
                }
            }
        }
        assertThat(unknown).as("names that vocabulary.tsv does not have").isEmpty();
        assertThat(known).contains("telescope", "patient_birth_date", "frequency", "exposure_time", "scans", "sample");
        assertThat(known).hasSizeGreaterThan(150);
    }

    @Test
    void namesAreFoundInCallsInHelpersAndInTables() {
        assertThat(names("found.text(old ? \"owner\" : \"author\", in.latin1(3, 4), \"head\");"))
                .containsExactlyInAnyOrder("owner", "author");
        assertThat(names("static void whole(int tag, String field, Found f) {} void x() { whole(9, \"width\", f); }"))
                .containsExactly("width");
        assertThat(names("record Tag(int tag, String field) {} List.of(new Tag(1, \"modality\"));"))
                .containsExactly("modality");
        assertThat(names("Map.of(\"Run Time\", \"acquisition_duration min\", \"key\", \"vial\")"))
                .containsExactlyInAnyOrder("acquisition_duration", "vial");
        assertThat(names("Map.entry(\"name\", Map.of(\"title\", \"comment\"))")).containsExactly("comment");
        assertThat(names("{{\"OBJECT\", \"object\"}}")).containsExactly("object");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            List<Path> java = all.filter(p -> p.toString().endsWith(".java")
                            && !p.getParent().equals(SOURCES)
                            && !p.getParent().endsWith("bytes"))
                    .toList();
            assertThat(java).hasSizeGreaterThan(40);
            return java;
        }
    }

    private static Set<String> names(String source) {
        String text = NO_FIELDS.matcher(source).replaceAll("");
        Set<String> found = new LinkedHashSet<>();
        TreeMap<String, Integer> helpers = new TreeMap<>();
        Matcher declared = DECLARED.matcher(text);
        while (declared.find()) {
            List<String> parameters = arguments(declared.group(2));
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i).endsWith(" field")) {
                    helpers.put(declared.group(1), i);
                }
            }
        }
        Matcher call = CALL.matcher(text);
        while (call.find()) {
            List<String> given = arguments(inside(text, call.end()));
            switch (call.group(1)) {
                case "found.text", "found.number", "found.time" -> words(given, 0, given.size(), found);
                case "Map.entry" -> words(given, 1, given.size(), found);
                case "Map.of" -> words(given, 1, 2, found);
                default -> {
                    Integer at = helpers.get(call.group(1));
                    if (at != null) {
                        words(given, at, given.size(), found);
                    }
                }
            }
        }
        for (Pattern pattern : List.of(ROW, FIELDS)) {
            Matcher rows = pattern.matcher(text);
            while (rows.find()) {
                collect(rows.group(1), found);
            }
        }
        return found;
    }

    /** The words of the arguments at {@code from}, and every {@code step} after that. */
    private static void words(List<String> arguments, int from, int step, Set<String> found) {
        for (int i = from; i < arguments.size(); i += step) {
            if (!arguments.get(i).contains("(")) {
                collect(arguments.get(i), found);
            }
        }
    }

    private static void collect(String text, Set<String> found) {
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            found.add(word.group(1));
        }
    }

    /** What stands between the parenthesis that ends before {@code from} and its partner. */
    private static String inside(String text, int from) {
        int depth = 1;
        int at = from;
        while (at < text.length() && depth > 0) {
            char c = text.charAt(at++);
            if (c == '"') {
                at = closed(text, at);
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return text.substring(from, Math.max(from, at - 1));
    }

    private static List<String> arguments(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at = closed(text, at + 1) - 1;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(from, at).strip());
                from = at + 1;
            }
            depth += c == '(' || c == '{' || c == '<' ? 1 : c == ')' || c == '}' || c == '>' ? -1 : 0;
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    private static int closed(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }
}
