package gedeon.server.web;

import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names, numbers and units as people read them. */
final class Labels {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d+\\.\\d+(?:[eE][+-]?\\d+)?");
    private static final Pattern TOLD = Pattern.compile("(^|, )(\\w+)(?= )");

    /** UCUM codes that nobody says. */
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("Cel", "°C"),
            Map.entry("[degF]", "°F"),
            Map.entry("Ao", "Å"),
            Map.entry("Ao-1", "Å⁻¹"),
            Map.entry("Ao-2", "Å⁻²"),
            Map.entry("um", "µm"),
            Map.entry("us", "µs"),
            Map.entry("uL", "µL"),
            Map.entry("uV", "µV"),
            Map.entry("uA", "µA"),
            Map.entry("uT", "µT"),
            Map.entry("uW", "µW"),
            Map.entry("ug", "µg"),
            Map.entry("uL/min", "µL/min"),
            Map.entry("uL/s", "µL/s"),
            Map.entry("m2", "m²"),
            Map.entry("m3", "m³"),
            Map.entry("m-1", "m⁻¹"),
            Map.entry("m-2", "m⁻²"),
            Map.entry("cm-1", "cm⁻¹"),
            Map.entry("nm-1", "nm⁻¹"),
            Map.entry("m3/s", "m³/s"),
            Map.entry("mol/m3", "mol/m³"),
            Map.entry("deg", "°"),
            Map.entry("'", "′"),
            Map.entry("''", "″"),
            Map.entry("mm[Hg]", "mmHg"),
            Map.entry("[psi]", "psi"),
            Map.entry("[ppm]", "ppm"),
            Map.entry("{rpm}", "rpm"),
            Map.entry("{pixel}", "px"),
            Map.entry("{count}", ""),
            Map.entry("[pH]", ""),
            Map.entry("1", ""));

    private Labels() {}

    static String unit(String code) {
        return UNITS.getOrDefault(code, code);
    }

    /** A number in the language's writing; any other text as it is. */
    static String value(String text, Locale locale) {
        return "fr".equals(locale.getLanguage()) && DECIMAL.matcher(text).matches() ? text.replace('.', ',') : text;
    }

    /** {@code field value unit, field value unit} as search tells it, with the fields' names put into words by {@code label}. */
    static String matched(String told, UnaryOperator<String> label) {
        return TOLD.matcher(told)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + label.apply(found.group(2))));
    }
}
