package gedeon.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, never negative. Text forms: {@code 1234}, {@code 100MiB} (powers of 1024), {@code 2TB} or {@code 2 To} (powers of 1000).
 */
public record ByteCount(long value) implements Comparable<ByteCount> {
    public static final ByteCount ZERO = new ByteCount(0);

    private static final Pattern TEXT = Pattern.compile("\\s*([0-9]+(?:[.,][0-9]+)?)\\s*([A-Za-z]*)\\s*");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("o", 1L),
            Map.entry("kb", 1_000L),
            Map.entry("ko", 1_000L),
            Map.entry("mb", 1_000_000L),
            Map.entry("mo", 1_000_000L),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("go", 1_000_000_000L),
            Map.entry("tb", 1_000_000_000_000L),
            Map.entry("to", 1_000_000_000_000L),
            Map.entry("pb", 1_000_000_000_000_000L),
            Map.entry("po", 1_000_000_000_000_000L),
            Map.entry("kib", 1L << 10),
            Map.entry("mib", 1L << 20),
            Map.entry("gib", 1L << 30),
            Map.entry("tib", 1L << 40),
            Map.entry("pib", 1L << 50));

    public ByteCount {
        if (value < 0) {
            throw new IllegalArgumentException("a number of bytes is never negative, was " + value);
        }
    }

    public static ByteCount of(long value) {
        return new ByteCount(value);
    }

    /** Reads {@code 100MiB}, {@code 2TB}, {@code 1.5 GB} or bytes. A fraction that is not a whole number of bytes is rounded up. */
    public static ByteCount parse(String text) {
        Matcher parts = TEXT.matcher(text);
        Long unit = parts.matches() ? UNITS.get(parts.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "not a size: \"" + text + "\"; write bytes, 100MiB (powers of 1024) or 2TB (powers of 1000)");
        }
        BigDecimal bytes = new BigDecimal(parts.group(1).replace(',', '.')).multiply(BigDecimal.valueOf(unit));
        try {
            return new ByteCount(bytes.setScale(0, RoundingMode.CEILING).longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("size too large: \"" + text + "\"", e);
        }
    }

    public ByteCount plus(ByteCount other) {
        return new ByteCount(Math.addExact(value, other.value));
    }

    /** The difference, or zero where the other is larger. */
    public ByteCount minusOrZero(ByteCount other) {
        return new ByteCount(Math.max(0, value - other.value));
    }

    public boolean isZero() {
        return value == 0;
    }

    /** For people, powers of 1000, three figures: {@code 61.2 TB}, in French {@code 61,2 To}. */
    public String human(Locale locale) {
        boolean french = "fr".equals(locale.getLanguage());
        String[] units = french
                ? new String[] {"o", "Ko", "Mo", "Go", "To", "Po"}
                : new String[] {"B", "kB", "MB", "GB", "TB", "PB"};
        int step = 0;
        double shown = value;
        while (shown >= 999.5 && step < units.length - 1) {
            shown /= 1000;
            step++;
        }
        String figures = step == 0 || shown >= 99.95
                ? String.valueOf(Math.round(shown))
                : String.format(Locale.ROOT, shown >= 9.995 ? "%.1f" : "%.2f", shown);
        return (french ? figures.replace('.', ',') : figures) + (french ? "\u00a0" : " ") + units[step];
    }

    @Override
    public int compareTo(ByteCount other) {
        return Long.compare(value, other.value);
    }

    /** Exact bytes. */
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
