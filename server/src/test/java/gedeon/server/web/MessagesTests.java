package gedeon.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTests {
    private static final Pattern USED = Pattern.compile("#\\{([a-z][a-z0-9.-]*)");
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)");

    private final Properties english = read("/messages/pages.properties");
    private final Properties french = read("/messages/pages_fr.properties");

    private static Properties read(String name) {
        Properties properties = new Properties();
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(MessagesTests.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return properties;
    }

    @Test
    void everyWordIsThereInBothLanguages() {
        assertThat(french.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        assertThat(Stream.of(english, french).flatMap(one -> one.values().stream()))
                .allSatisfy(text -> assertThat((String) text).isNotBlank());
    }

    @Test
    void bothLanguagesTellTheSameFacts() {
        for (String key : english.stringPropertyNames()) {
            assertThat(arguments(french.getProperty(key))).as(key).isEqualTo(arguments(english.getProperty(key)));
        }
    }

    /** An apostrophe in a text with arguments would swallow them. */
    @Test
    void everyTextWithArgumentsIsAWholeFormat() {
        for (Properties texts : List.of(english, french)) {
            for (String key : texts.stringPropertyNames()) {
                String text = texts.getProperty(key);
                if (!arguments(text).isEmpty()) {
                    assertThat(text).as(key).doesNotContain("'");
                    assertThat(new MessageFormat(text).format(new Object[] {2, 2, 2, 2}))
                            .as(key)
                            .doesNotContain("{");
                }
            }
        }
    }

    @Test
    void everyWordThatATemplateAsksForIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path template : templates()) {
            for (String key : used(Files.readString(template))) {
                if (!english.containsKey(key)) {
                    missing.add(template.getFileName() + " " + key);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/templates"))) {
            return files.filter(file -> file.toString().endsWith(".html")).toList();
        }
    }

    private static Set<String> used(String template) {
        return USED.matcher(template).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private static Set<String> arguments(String text) {
        return ARGUMENT.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
