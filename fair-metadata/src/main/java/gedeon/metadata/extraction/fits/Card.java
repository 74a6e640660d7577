package gedeon.metadata.extraction.fits;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One keyword record of a header (FITS 4.0, section 4).
 *
 * @param value without quotes and trailing blanks; empty for commentary cards
 * @param text whether the value is a character string
 */
record Card(String key, String value, String comment, boolean text) {
    private static final int LONGEST = 8000;

    /** Parses 80 characters. */
    static Card of(String line) {
        String key = line.substring(0, 8).strip().toUpperCase(Locale.ROOT);
        if (key.equals("HIERARCH") && line.indexOf('=') > 9) {
            int equals = line.indexOf('=');
            return valued(line.substring(9, equals).strip().toUpperCase(Locale.ROOT), line.substring(equals + 1));
        }
        if (key.equals("CONTINUE")) {
            return valued(key, line.substring(8));
        }
        if (line.length() > 9 && line.charAt(8) == '=' && line.charAt(9) == ' ') {
            return valued(key, line.substring(10));
        }
        return new Card(key, "", line.substring(8).strip(), true);
    }

    private static Card valued(String key, String rest) {
        String field = rest.stripLeading();
        if (!field.startsWith("'")) {
            int slash = field.indexOf('/');
            return slash < 0
                    ? new Card(key, field.strip(), "", false)
                    : new Card(
                            key,
                            field.substring(0, slash).strip(),
                            field.substring(slash + 1).strip(),
                            false);
        }
        StringBuilder value = new StringBuilder();
        int at = 1;
        while (at < field.length()) {
            char c = field.charAt(at);
            if (c == '\'') {
                if (at + 1 < field.length() && field.charAt(at + 1) == '\'') {
                    at++;
                } else {
                    break;
                }
            }
            value.append(c);
            at++;
        }
        int slash = field.indexOf('/', Math.min(at, field.length()));
        return new Card(
                key,
                value.toString().stripTrailing(),
                slash < 0 ? "" : field.substring(slash + 1).strip(),
                true);
    }

    /** A long string goes on in the next card where it ends with an ampersand. */
    Card continuedBy(Card next) {
        return new Card(
                key,
                value.substring(0, value.length() - 1) + next.value,
                comment.isEmpty() ? next.comment : comment,
                true);
    }

    boolean continues() {
        return text && value.endsWith("&") && value.length() < LONGEST;
    }

    OptionalDouble number() {
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(
                    Double.parseDouble(value.strip().replace('D', 'E').replace('d', 'e')));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** The unit that section 4.3.2 asks for at the comment's start, in square brackets; empty where there is none. */
    String unit() {
        int close = comment.indexOf(']');
        return comment.startsWith("[") && close > 1 ? comment.substring(1, close) : "";
    }
}
