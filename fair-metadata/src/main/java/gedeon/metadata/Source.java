package gedeon.metadata;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A watched folder of an instrument with its rules.
 *
 * @param folder on the instrument's computer
 * @param pattern globs divided by {@code ;}, null for everything
 * @param marker a file whose presence means finished
 * @param quiet how long nothing may change before quiet alone means finished
 * @param prefix what the keys of its objects begin with
 * @param experiment that its acquisitions belong to, where one is known
 * @param version counted up at each change
 * @param rule the name of the rule by which its acquisitions are told and judged; null: by its own pattern, marker and quiet period
 */
public record Source(
        String name,
        String folder,
        @Nullable String pattern,
        Kind kind,
        @Nullable String marker,
        Duration quiet,
        String prefix,
        @Nullable String experiment,
        int version,
        @Nullable String rule) {
    /** By its own pattern, marker and quiet period. */
    public Source(
            String name,
            String folder,
            @Nullable String pattern,
            Kind kind,
            @Nullable String marker,
            Duration quiet,
            String prefix,
            @Nullable String experiment,
            int version) {
        this(name, folder, pattern, kind, marker, quiet, prefix, experiment, version, null);
    }

    public Source {
        name = Names.required("a source", name);
        if (folder.isBlank()) {
            throw new IllegalArgumentException("source " + name + " needs a folder");
        }
        if (quiet.isNegative() || quiet.isZero() || quiet.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException(
                    "source " + name + ": the quiet time is 1 second to 7 days, was " + quiet.toSeconds() + " s");
        }
        prefix = prefix.isEmpty() ? name + "/" : prefix.endsWith("/") ? prefix : prefix + "/";
        if (prefix.startsWith("/") || prefix.length() > 500) {
            throw new IllegalArgumentException(
                    "source " + name + ": a prefix does not begin with / and is short, was \"" + prefix + "\"");
        }
    }

    /** What one acquisition of a source is. */
    public enum Kind {
        FILE,
        FOLDER
    }
}
