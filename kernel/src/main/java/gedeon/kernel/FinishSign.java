package gedeon.kernel;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reason to hold an acquisition for finished. It holds while all that it asks is so; then nothing may change for {@code restSeconds}, measured on the
 * agent's own clock since the last change that it saw.
 *
 * <p>Names may hold {@code *}, {@code ?} and {@code {a,b}}, upper and lower case alike; {@code {name}} stands for the acquisition's own name, {@code {stem}}
 * for that without its last ending. In a folder they are paths below it, or names anywhere in it; of a file they are names of files beside it, without
 * {@code *} and {@code ?}.
 *
 * @param confidence how often one that was finished by this is finished, above 0 to 1
 * @param present for each of these there is a file
 * @param absent for none of these there is a file
 * @param ends files that end with bytes that only a finished one has
 */
public record FinishSign(
        By by, double confidence, int restSeconds, List<String> present, List<String> absent, List<End> ends) {
    private static final int LONGEST_REST = 7 * 24 * 3600;

    /** The stronger first. */
    public enum By {
        /** A file says so. */
        MARKER,
        /** The format itself shows it. */
        VENDOR,
        /** The next acquisition in the same folder has begun since. */
        NEXT_FILE,
        /** No program holds it open for writing, as far as that can be told; while one does, weaker signs say nothing. */
        CLOSED,
        /** Nothing happens any more: provisional, and looked at again. */
        QUIET
    }

    /**
     * The last bytes of a file, as {@code text} or as {@code hex}; white space may stand behind a text.
     *
     * @param file as {@code present}; of a file acquisition {@code {name}} is itself
     */
    public record End(
            String file, @Nullable String text, @Nullable String hex) {
        private static final int LONGEST = 256;

        public End {
            if ((text == null) == (hex == null)) {
                throw new IllegalArgumentException("the end of " + file + " is given as \"text\" or as \"hex\"");
            }
            byte[] bytes = bytes(text, hex);
            if (bytes.length == 0 || bytes.length > LONGEST) {
                throw new IllegalArgumentException(
                        "the end of " + file + " is 1 to " + LONGEST + " bytes, was " + bytes.length);
            }
        }

        public byte[] bytes() {
            return bytes(text, hex);
        }

        private static byte[] bytes(@Nullable String text, @Nullable String hex) {
            return text != null
                    ? text.getBytes(StandardCharsets.UTF_8)
                    : HexFormat.of().parseHex(hex == null ? "" : hex);
        }
    }

    public FinishSign {
        present = present == null ? List.of() : List.copyOf(present);
        absent = absent == null ? List.of() : List.copyOf(absent);
        ends = ends == null ? List.of() : List.copyOf(ends);
        if (!(confidence > 0 && confidence <= 1)) {
            throw new IllegalArgumentException("the confidence of a sign is above 0 and at most 1, was " + confidence);
        }
        if (restSeconds < 0 || restSeconds > LONGEST_REST) {
            throw new IllegalArgumentException("a sign rests for 0 s to 7 days, was " + restSeconds + " s");
        }
        if (by == By.MARKER && present.isEmpty()) {
            throw new IllegalArgumentException("a marker needs the name of its file in \"present\"");
        }
        if (by == By.VENDOR && present.isEmpty() && absent.isEmpty() && ends.isEmpty()) {
            throw new IllegalArgumentException(
                    "a vendor's sign asks for something: \"present\", \"absent\" or \"ends\"");
        }
        if (by == By.QUIET && restSeconds == 0) {
            throw new IllegalArgumentException("quiet lasts for a second or more");
        }
    }

    /** Without conditions. */
    public static FinishSign of(By by, double confidence, int restSeconds) {
        return new FinishSign(by, confidence, restSeconds, List.of(), List.of(), List.of());
    }

    /** As verdicts name it. */
    public String word() {
        return switch (by) {
            case MARKER -> "marker";
            case VENDOR -> "vendor";
            case NEXT_FILE -> "next-file";
            case CLOSED -> "closed-handle";
            case QUIET -> "quiet-period";
        };
    }
}
