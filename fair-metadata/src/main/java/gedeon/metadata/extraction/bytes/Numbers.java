package gedeon.metadata.extraction.bytes;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers written as text. */
public final class Numbers {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,4})?");

    private Numbers() {}

    /** The number that the whole text is, or null. */
    public static @Nullable Double of(@Nullable String text) {
        if (text == null || text.length() > 100) {
            return null;
        }
        String plain = text.strip();
        return NUMBER.matcher(plain).matches() ? Double.valueOf(plain) : null;
    }
}
