package gedeon.metadata.search;

import gedeon.kernel.ByteCount;
import gedeon.metadata.extraction.Units;
import gedeon.metadata.extraction.Vocabulary;
import gedeon.metadata.search.Query.Interval;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one field as people write them, in SI. {@code created} takes dates (a year, a month, a day or a moment, in UTC), {@code bytes} takes sizes.
 *
 * @param field as the index names it
 * @param written as it stands in the query
 */
record Measure(String field, String written) {
    private static final Pattern NUMBER = Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)(.*)");

    /** What a value covers: a day lasts until the next. {@code low == high} for a number. */
    record Value(double low, double high, boolean moment) {
        static Value of(double number) {
            return new Value(number + 0.0, number + 0.0, false);
        }

        /** Where an interval begins that holds it. */
        double from() {
            return moment ? low : Interval.about(low).low();
        }

        /** Where an interval ends that holds it; a moment's end is not in it. */
        double to() {
            return moment ? high : Interval.about(high).high();
        }
    }

    /** @throws IllegalArgumentException where it is no number of this field */
    Value required(String text) {
        Value value = number(text);
        if (value == null) {
            throw new IllegalArgumentException(problem(text));
        }
        return value;
    }

    private String problem(String text) {
        if (field.equals("created")) {
            return "no date \"" + text + "\"; write " + written + ">2026-01-31, 2026-01 or 2026";
        }
        if (text.matches("[+-]?\\d+,\\d+.*")) {
            return "a comma in the number \"" + text + "\"; write " + text.replace(',', '.');
        }
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            return "no number \"" + text + "\"; write one, as in " + written + "<20, or " + written + ":\"" + text
                    + "\" to look for text";
        }
        String si = Vocabulary.siUnit(field).orElse("");
        String known = Units.code(number.group(2).strip()).isEmpty()
                ? "no unit \"" + number.group(2) + "\" is known"
                : written + " is not measured in " + number.group(2);
        return known + "; write " + written + "<" + number.group(1) + si
                + (si.isEmpty() ? ", a number without unit is in SI" : " or a multiple of " + si);
    }

    /** Null where it reads as no number of this field. */
    @Nullable Value number(String text) {
        if (field.equals("created")) {
            return date(text);
        }
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            return null;
        }
        String unit = number.group(2).strip();
        double value = Double.parseDouble(number.group(1));
        if (!Double.isFinite(value)) {
            return null;
        }
        if (unit.isEmpty()) {
            return Value.of(value);
        }
        if (field.equals("bytes")) {
            return size(text);
        }
        return Units.code(unit)
                .filter(this::fits)
                .map(code -> Value.of(Units.toSi(value, code)))
                .orElse(null);
    }

    private boolean fits(String code) {
        return Vocabulary.siUnit(field).map(Units.siUnit(code)::equals).orElse(true);
    }

    /** {@code 10..20}, {@code 10..}, {@code ..20}, {@code 10..20min}; null where it is none. */
    @Nullable Interval range(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            return null;
        }
        String from = text.substring(0, dots);
        String to = text.substring(dots + 2);
        if (from.isEmpty() && to.isEmpty()) {
            throw new IllegalArgumentException("no number beside ..; write " + written + ":10..20");
        }
        Matcher end = NUMBER.matcher(to);
        if (isPlainNumber(from) && end.matches() && !field.equals("created")) {
            from += end.group(2); // 10..20min begins at ten minutes
        }
        Value low = from.isEmpty() ? null : required(from);
        Value high = to.isEmpty() ? null : required(to);
        return new Interval(
                low == null ? Double.NEGATIVE_INFINITY : low.from(),
                true,
                high == null ? Double.POSITIVE_INFINITY : high.to(),
                high == null || !high.moment());
    }

    boolean isPlainNumber(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.matches() && number.group(2).isEmpty();
    }

    /** Whether it is a unit in which this field is measured. */
    boolean isOwnUnit(String unit) {
        return field.equals("bytes")
                ? unit.matches("[kKMGTP]i?B|B")
                : Vocabulary.siUnit(field).isPresent()
                        && Units.code(unit).filter(this::fits).isPresent();
    }

    private static @Nullable Value size(String text) {
        try {
            return Value.of(ByteCount.parse(text).value());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Value date(String text) {
        try {
            if (text.matches("\\d{4}")) {
                Year year = Year.parse(text);
                return days(year.atDay(1), year.plusYears(1).atDay(1));
            }
            if (text.matches("\\d{4}-\\d{2}")) {
                YearMonth month = YearMonth.parse(text);
                return days(month.atDay(1), month.plusMonths(1).atDay(1));
            }
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                LocalDate day = LocalDate.parse(text);
                return days(day, day.plusDays(1));
            }
            if (text.matches("\\d{4}-\\d{2}-\\d{2}T.+(Z|[+-]\\d{2}:?\\d{2})")) {
                return second(OffsetDateTime.parse(text).toInstant());
            }
            return text.matches("\\d{4}-\\d{2}-\\d{2}T.+")
                    ? second(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC))
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Value days(LocalDate from, LocalDate to) {
        return new Value(
                from.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
                to.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
                true);
    }

    private static Value second(Instant moment) {
        return new Value(DatasetDocument.seconds(moment), DatasetDocument.seconds(moment) + 1, true);
    }
}
