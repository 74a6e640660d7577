package gedeon.metadata.search;

import gedeon.metadata.search.Query.Anywhere;
import gedeon.metadata.search.Query.Interval;
import gedeon.metadata.search.Query.Mode;
import gedeon.metadata.search.Query.Part;
import gedeon.metadata.search.Query.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a query; docs/search.md tells the grammar. What cannot be read is refused with its place and what to write instead. */
final class QueryReader {
    static final int LONGEST = 2000;
    static final int MOST_PARTS = 64;

    private static final String OPERATORS = "<>=:";

    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private int at;

    private QueryReader(String text) {
        this.text = text;
    }

    static Query read(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the query has " + text.length() + " characters; write " + LONGEST + " at most");
        }
        QueryReader reader = new QueryReader(text);
        reader.all();
        return new Query(text, reader.parts);
    }

    private void all() {
        for (spaces(); at < text.length(); spaces()) {
            if (parts.size() == MOST_PARTS) {
                throw problem(at, "more than " + MOST_PARTS + " words and conditions", "write fewer");
            }
            part();
        }
    }

    private void part() {
        int start = at;
        boolean not = false;
        if (text.charAt(at) == '-' && at + 1 < text.length() && !blank(at + 1)) {
            not = true;
            at++;
        } else if (notWord()) {
            not = true;
            at += 3;
            spaces();
            if (at == text.length()) {
                throw problem(
                        start, "nothing follows not", "write not WORD or not FIELD<NUMBER, or \"not\" for the word");
            }
        }
        Term term = term(start);
        if (term != null) {
            parts.add(new Part(term, not, start));
        }
    }

    private boolean notWord() {
        return text.regionMatches(true, at, "not", 0, 3) && (at + 3 == text.length() || blank(at + 3));
    }

    /** Null for what holds no letter and no digit. */
    private @Nullable Term term(int start) {
        if (text.charAt(at) == '"') {
            List<String> words = Words.of(quoted());
            return words.isEmpty() ? null : new Anywhere(words, Mode.PHRASE);
        }
        int from = at;
        while (at < text.length() && !blank(at) && text.charAt(at) != '"' && OPERATORS.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(from, at);
        int after = at;
        spaces();
        // "temperature < 20" as well; a colon stands next to its field
        if (at < text.length() && OPERATORS.indexOf(text.charAt(at)) >= 0 && (at == after || text.charAt(at) != ':')) {
            return condition(start, word);
        }
        at = after;
        return words(word);
    }

    private @Nullable Term words(String word) {
        boolean open = word.endsWith("*");
        List<String> words = Words.of(word);
        if (words.isEmpty()) {
            return null;
        }
        return new Anywhere(words, open || at == text.length() ? Mode.PREFIX : Mode.ALL);
    }

    private Term condition(int start, String name) {
        String field = Words.field(name);
        if (field.isEmpty()) {
            throw problem(start, "no field before " + text.charAt(at), "write FIELD<NUMBER, or put the text in quotes");
        }
        String operator = operator();
        spaces();
        if (at == text.length()) {
            throw problem(
                    start,
                    "nothing after " + name + operator,
                    "write " + name + operator + (operator.equals(":") ? "TEXT" : "NUMBER"));
        }
        int place = at;
        if (text.charAt(at) == '"') {
            String value = quoted();
            List<String> words = Words.of(value);
            if (operator.startsWith("<") || operator.startsWith(">")) {
                throw problem(place, "a text after " + operator, "write a number, as in " + name + operator + "20");
            }
            if (words.isEmpty()) {
                throw problem(place, "no letter or digit in the text", "write " + name + operator + "\"TEXT\"");
            }
            return new Query.Text(field, words, operator.equals("=") ? Mode.WHOLE : Mode.PHRASE, null);
        }
        while (at < text.length() && !blank(at)) {
            at++;
        }
        String value = text.substring(place, at);
        Measure measure = new Measure(field, name);
        String unit = unitAfter(measure, value);
        try {
            return compared(measure, operator, value + unit);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place(place) + e.getMessage(), e);
        }
    }

    private Term compared(Measure measure, String operator, String value) {
        String field = measure.field();
        return switch (operator) {
            case "<" ->
                new Query.Number(field, Interval.below(measure.required(value).low(), false));
            case "<=" -> new Query.Number(field, upTo(measure.required(value)));
            case ">" -> new Query.Number(field, beyond(measure.required(value)));
            case ">=" ->
                new Query.Number(field, Interval.above(measure.required(value).from(), true));
            case "=" -> text(field, value, Mode.WHOLE, measure.number(value));
            default -> {
                Interval range = measure.range(value);
                yield range != null
                        ? new Query.Number(field, range)
                        : text(field, value, value.endsWith("*") ? Mode.PREFIX : Mode.ALL, measure.number(value));
            }
        };
    }

    private static Interval upTo(Measure.Value value) {
        return Interval.below(value.to(), !value.moment());
    }

    private static Interval beyond(Measure.Value value) {
        return Interval.above(value.high(), value.moment());
    }

    private static Term text(String field, String value, Mode mode, Measure.@Nullable Value number) {
        List<String> words = Words.of(value);
        Interval interval = number == null
                ? null
                : number.moment()
                        ? new Interval(number.low(), true, number.high(), false)
                        : Interval.about(number.low());
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no letter or digit in \"" + value + "\"; write FIELD:TEXT");
        }
        return new Query.Text(field, words, mode, interval);
    }

    private String operator() {
        int from = at;
        char first = text.charAt(at++);
        if ((first == '<' || first == '>') && at < text.length() && text.charAt(at) == '=') {
            at++;
        }
        if (at < text.length() && OPERATORS.indexOf(text.charAt(at)) >= 0) {
            throw problem(from, "no operator " + text.substring(from, at + 1), "use one of < <= > >= = :");
        }
        return text.substring(from, at);
    }

    /** A unit one space after its number is taken where the field is known to be measured in it: {@code temperature < 100 K}. */
    private String unitAfter(Measure measure, String value) {
        int back = at;
        spaces();
        int from = at;
        while (at < text.length() && !blank(at)) {
            at++;
        }
        String unit = text.substring(from, at);
        if (!unit.isEmpty() && measure.isPlainNumber(value) && measure.isOwnUnit(unit)) {
            return unit;
        }
        at = back;
        return "";
    }

    private String quoted() {
        int start = at;
        int end = text.indexOf('"', at + 1);
        if (end < 0) {
            throw problem(start, "a quote that does not end", "write \" at the end of the text too");
        }
        at = end + 1;
        return text.substring(start + 1, end);
    }

    private void spaces() {
        while (at < text.length() && blank(at)) {
            at++;
        }
    }

    private boolean blank(int index) {
        return Character.isWhitespace(text.charAt(index)) || Character.isSpaceChar(text.charAt(index));
    }

    private IllegalArgumentException problem(int place, String what, String remedy) {
        return new IllegalArgumentException(place(place) + what + "; " + remedy);
    }

    static String place(int at) {
        return String.format(Locale.ROOT, "at character %d of the query: ", at + 1);
    }
}
