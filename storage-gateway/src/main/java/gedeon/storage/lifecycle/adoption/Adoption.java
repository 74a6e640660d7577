package gedeon.storage.lifecycle.adoption;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An adopted folder and how far it is.
 *
 * @param walked whether the walk that was asked for last is over; files are hashed then, or compared
 * @param files and {@code bytes}: as counted before the first
 * @param taken files that are objects by now, and {@code takenBytes} of them
 * @param hashed of what is known now, whole; {@code changed} and {@code gone} of what is not what it was
 * @param left whose bytes lie elsewhere by now, or that nobody names any more
 * @param leftOut what the last walk left out, or found to be new
 * @param ended when all that was asked for was done
 */
public record Adoption(
        short tier,
        int notebook,
        int bucketId,
        String bucket,
        String prefix,
        Mode mode,
        boolean walked,
        long files,
        long bytes,
        long taken,
        long takenBytes,
        long hashed,
        long changed,
        long gone,
        long left,
        Map<LeftOut, Long> leftOut,
        @Nullable String askedBy,
        Instant begun,
        @Nullable Instant ended) {
    public enum Mode {
        /** Its files become objects. */
        ADOPT("a"),
        /** It is compared with what is known of it. */
        COMPARE("c"),
        /** Compared; what came becomes objects, and what changed new versions. */
        TAKE("t");

        private final String letter;

        Mode(String letter) {
            this.letter = letter;
        }

        String letter() {
            return letter;
        }

        static Mode of(String letter) {
            for (Mode one : values()) {
                if (one.letter.equals(letter)) {
                    return one;
                }
            }
            throw new IllegalArgumentException("no mode of an adoption is \"" + letter + "\"");
        }
    }

    /** Whether anything of it is not as it was. */
    public boolean differs() {
        return changed > 0 || gone > 0 || leftOut.getOrDefault(LeftOut.CAME, 0L) > 0;
    }

    /** Of a path: what is with it. */
    public record Finding(String what, String path) {}
}
