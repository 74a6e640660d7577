package gedeon.storage.s3.forms;

import gedeon.storage.s3.Uri;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a part's {@code Content-Disposition} says (RFC 7578 §4.2).
 *
 * @param filename without folders, as S3 takes it; null where none is given
 */
record Disposition(String name, @Nullable String filename) {
    private static final Pattern PARAMETER = Pattern.compile(
            ";\\s*+([A-Za-z]++\\*?+)\\s*+=\\s*+(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^\";\\s]*+))");

    static Disposition of(String value) {
        if (!value.strip().toLowerCase(Locale.ROOT).startsWith("form-data")) {
            throw FormParts.malformed("a part's Content-Disposition is form-data");
        }
        String name = null;
        String filename = null;
        String extended = null;
        Matcher parameters = PARAMETER.matcher(value);
        while (parameters.find()) {
            String quoted = parameters.group(2);
            String text = quoted == null ? parameters.group(3) : quoted.replace("\\\"", "\"");
            switch (parameters.group(1).toLowerCase(Locale.ROOT)) {
                case "name" -> name = text;
                case "filename" -> filename = text;
                case "filename*" -> extended = extended(text);
                default -> {}
            }
        }
        if (name == null || name.isEmpty()) {
            throw FormParts.malformed("a part has no name");
        }
        String file = extended == null ? filename : extended;
        return new Disposition(
                name,
                file == null ? null : file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1));
    }

    /** RFC 8187: charset'language'percent-encoded; only UTF-8 is read. */
    private static @Nullable String extended(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith("utf-8'") && text.indexOf('\'', 6) > 0
                ? Uri.decodeText(text.substring(text.indexOf('\'', 6) + 1), false)
                : null;
    }
}
