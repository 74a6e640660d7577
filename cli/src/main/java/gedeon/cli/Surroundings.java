package gedeon.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command runs: the environment, the home, and the settings that both give. A variable of the environment wins over
 * {@code ~/.gedeon/credentials.env}, which {@code gedeon up} writes.
 */
public record Surroundings(Map<String, String> environment, Path home) {
    public static Surroundings ofProcess() {
        return new Surroundings(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** A {@code GEDEON_…} value from the environment or from the credentials file. */
    public Optional<String> setting(String name) {
        return variable(name)
                .or(() -> Optional.ofNullable(
                        credentials(gedeonHome().resolve("credentials.env")).get(name)));
    }

    /** A value of the environment alone: the file of credentials tells of the server that it was written by. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(one -> !one.isEmpty());
    }

    /** {@code GEDEON_HOME}, or {@code ~/.gedeon}. */
    public Path gedeonHome() {
        String named = environment.get("GEDEON_HOME");
        return named == null || named.isBlank() ? home.resolve(".gedeon") : Path.of(named);
    }

    /** Lines {@code NAME=value}, optionally exported and quoted, as a shell reads them. */
    public static Map<String, String> credentials(Path file) {
        Map<String, String> values = new LinkedHashMap<>();
        if (!Files.isReadable(file)) {
            return values;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                String text = line.strip();
                int equals = text.indexOf('=');
                if (equals > 0 && !text.startsWith("#")) {
                    String name = text.substring(0, equals)
                            .replaceFirst("^export\\s+", "")
                            .strip();
                    values.put(name, unquoted(text.substring(equals + 1).strip()));
                }
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names only: values may be secrets. */
    @Override
    public String toString() {
        return "Surroundings[home=" + home + "]";
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.startsWith("\"") && value.endsWith("\"") || value.startsWith("'") && value.endsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
