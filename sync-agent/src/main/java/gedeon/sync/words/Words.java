package gedeon.sync.words;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** What the agent says to people, in French or English. */
public record Words(Locale locale, ResourceBundle bundle) {
    private static final ResourceBundle.Control NO_SURPRISES =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    public static Words in(Locale locale) {
        Locale known = "fr".equals(locale.getLanguage()) ? Locale.FRENCH : Locale.ENGLISH;
        return new Words(known, ResourceBundle.getBundle("gedeon.sync.words.messages", known, NO_SURPRISES));
    }

    /** As a browser wishes it ({@code Accept-Language}); English where it wishes neither, or says nothing that can be read. */
    public static Words wished(String acceptLanguage) {
        try {
            Locale wished =
                    Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), List.of(Locale.ENGLISH, Locale.FRENCH));
            return in(wished == null ? Locale.ENGLISH : wished);
        } catch (IllegalArgumentException e) {
            return in(Locale.ENGLISH);
        }
    }

    /** LC_ALL, LC_MESSAGES, LANG as every command reads them; without them, as the system was set up. */
    public static Words of(Map<String, String> environment) {
        return List.of("LC_ALL", "LC_MESSAGES", "LANG").stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .map(value -> in(value.startsWith("fr") ? Locale.FRENCH : Locale.ENGLISH))
                .orElseGet(() -> in(Locale.getDefault()));
    }

    /** The message of this key; numbers are written as they are, without grouping. */
    public String say(String key, Object... values) {
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = String.valueOf(values[i]);
        }
        return new MessageFormat(bundle.getString(key), locale).format(texts);
    }

    /** The message of this key, or other words where there is none. */
    public String sayOr(String key, String otherwise) {
        return bundle.containsKey(key) ? say(key) : otherwise;
    }

    /** A time in the zone of this computer. */
    public String time(Instant at) {
        return DateTimeFormatter.ofPattern(bundle.getString("time-pattern"), Locale.ENGLISH)
                .withZone(ZoneId.systemDefault())
                .format(at);
    }
}
