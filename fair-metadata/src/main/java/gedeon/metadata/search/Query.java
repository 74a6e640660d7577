package gedeon.metadata.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query asks: every part must hold. */
record Query(String text, List<Part> parts) {
    Query {
        parts = List.copyOf(parts);
    }

    /** @param at where it stands in the query, from 0 */
    record Part(Term term, boolean not, int at) {}

    sealed interface Term permits Anywhere, Number, Text {}

    /** A term about one field; null for the others. */
    static @Nullable String field(Term term) {
        return switch (term) {
            case Anywhere a -> null;
            case Number n -> n.field();
            case Text t -> t.field();
        };
    }

    /** Words that stand anywhere in the dataset's texts. */
    record Anywhere(List<String> words, Mode mode) implements Term {
        Anywhere {
            words = List.copyOf(words);
        }
    }

    /** A number of the field lies between. */
    record Number(String field, Interval interval) implements Term {}

    /** A text of the field holds the words, or a number of it lies between where the words read as one. */
    record Text(
            String field,
            List<String> words,
            Mode mode,
            @Nullable Interval number) implements Term {
        Text {
            words = List.copyOf(words);
        }
    }

    enum Mode {
        /** All words, in any order. */
        ALL,
        /** All words, the last one may go on. */
        PREFIX,
        /** The words one after the other. */
        PHRASE,
        /** The words and no other. */
        WHOLE
    }

    /** Numbers in SI; an open end is infinite. */
    record Interval(double low, boolean withLow, double high, boolean withHigh) {
        private static final double SLACK = 1e-9;

        /** Fractions that were written alike are equal although their conversion rounds; whole numbers are as they are. */
        static Interval about(double value) {
            double slack = value == Math.rint(value) ? 0 : Math.abs(value) * SLACK;
            return new Interval(value - slack, true, value + slack, true);
        }

        static Interval below(double value, boolean with) {
            return new Interval(Double.NEGATIVE_INFINITY, true, value, with);
        }

        static Interval above(double value, boolean with) {
            return new Interval(value, with, Double.POSITIVE_INFINITY, true);
        }

        boolean holds(double value) {
            return (withLow ? value >= low : value > low) && (withHigh ? value <= high : value < high);
        }
    }
}
