package gedeon.server.web.operations;

import java.time.Duration;
import java.util.Locale;

/** How long something takes, in its largest unit; two of them below ten of the larger. */
final class Span {
    private Span() {}

    static String of(Duration span, Locale locale) {
        String day = "fr".equals(locale.getLanguage()) ? "j" : "d";
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
        }
        return two(seconds / 86_400, day, seconds % 86_400 / 3600, "h");
    }

    private static String two(long large, String unit, long small, String smaller) {
        return large >= 10 || small == 0 ? large + " " + unit : large + " " + unit + " " + small + " " + smaller;
    }
}
