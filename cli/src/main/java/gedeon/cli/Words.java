package gedeon.cli;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** Messages in the asker's language, French or English. */
public record Words(Locale locale, ResourceBundle bundle) {
    private static final ResourceBundle.Control NO_SURPRISES =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    public static Words in(Locale locale) {
        Locale known = "fr".equals(locale.getLanguage()) ? Locale.FRENCH : Locale.ENGLISH;
        return new Words(known, ResourceBundle.getBundle("gedeon.cli.messages", known, NO_SURPRISES));
    }

    /** LC_ALL, LC_MESSAGES, LANG as every command reads them: the JVM forgets them where the system's locale is not installed. */
    static Locale localeOf(Map<String, String> environment) {
        return List.of("LC_ALL", "LC_MESSAGES", "LANG").stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .map(value -> value.startsWith("fr") ? Locale.FRENCH : Locale.ENGLISH)
                .orElseGet(Locale::getDefault);
    }

    /** The message of this key; numbers are written as they are, without grouping. */
    public String say(String key, Object... values) {
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = String.valueOf(values[i]);
        }
        return new MessageFormat(bundle.getString(key), locale).format(texts);
    }
}
