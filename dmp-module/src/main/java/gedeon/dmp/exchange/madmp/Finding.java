package gedeon.dmp.exchange.madmp;

import static java.util.Objects.requireNonNull;

/**
 * What keeps a plan from being valid.
 *
 * @param pointer JSON Pointer of the place
 * @param code stable, for programs: {@code missing}, {@code not-allowed}, {@code wrong-type}, {@code wrong-format}, {@code empty}, …
 * @param remedy what to do about it
 */
public record Finding(String pointer, String code, String message, String remedy) {
    public Finding {
        requireNonNull(pointer, "pointer");
        requireNonNull(code, "code");
        requireNonNull(message, "message");
        requireNonNull(remedy, "remedy");
    }
}
