package gedeon.kernel;

import java.util.Arrays;
import java.util.regex.Pattern;

/** A version in the order of its numbers: {@code 0.9} before {@code 0.10.1}, {@code 1.0-rc1} before {@code 1.0}. */
public record ReleaseNumber(String text) implements Comparable<ReleaseNumber> {
    private static final Pattern FORM = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6}){0,3}(-[A-Za-z0-9.-]{1,40})?");

    public ReleaseNumber {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a version: \"" + text + "\"; write one such as 1.4.2");
        }
    }

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** Whether {@code version} comes before this one; what is no version at all does. */
    public boolean isAfter(String version) {
        return !isOne(version) || compareTo(new ReleaseNumber(version)) > 0;
    }

    private int[] numbers() {
        int dash = text.indexOf('-');
        return Arrays.stream((dash < 0 ? text : text.substring(0, dash)).split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private String before() {
        int dash = text.indexOf('-');
        return dash < 0 ? "" : text.substring(dash + 1);
    }

    @Override
    public int compareTo(ReleaseNumber other) {
        int[] mine = numbers();
        int[] others = other.numbers();
        for (int i = 0; i < Math.max(mine.length, others.length); i++) {
            int order = Integer.compare(i < mine.length ? mine[i] : 0, i < others.length ? others[i] : 0);
            if (order != 0) {
                return order;
            }
        }
        if (before().isEmpty() || other.before().isEmpty()) {
            return Boolean.compare(before().isEmpty(), other.before().isEmpty());
        }
        return before().compareTo(other.before());
    }

    @Override
    public String toString() {
        return text;
    }
}
