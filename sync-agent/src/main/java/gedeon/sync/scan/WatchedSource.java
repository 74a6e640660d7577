package gedeon.sync.scan;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A watched folder with its rules, as the server gave them, checked. Patterns are globs, several divided by {@code ;}, upper and lower case alike. */
public final class WatchedSource {
    private final String name;
    private final Path folder;
    private final SourceKind kind;
    private final @Nullable String marker;
    private final Duration quiet;
    private final String prefix;
    private final @Nullable String experiment;
    private final boolean everything;
    private final List<PathMatcher> patterns = new ArrayList<>();

    public WatchedSource(SourceBody body) {
        name = body.name();
        folder = Path.of(body.folder()).toAbsolutePath().normalize();
        kind = body.kind();
        marker = body.marker() == null || body.marker().isBlank() ? null : body.marker();
        if (body.quietSeconds() < 1) {
            throw new IllegalArgumentException(
                    "source " + name + " needs a quiet period of 1 s or more, was " + body.quietSeconds() + " s");
        }
        quiet = Duration.ofSeconds(body.quietSeconds());
        prefix = body.prefix() == null ? "" : body.prefix();
        experiment = body.experiment();
        String pattern = body.pattern() == null ? "" : body.pattern().strip();
        everything = pattern.isEmpty() || pattern.equals("*") || pattern.equals("**");
        for (String glob : pattern.split(";")) {
            if (!glob.isBlank()) {
                patterns.add(FileSystems.getDefault()
                        .getPathMatcher("glob:" + glob.strip().toLowerCase(Locale.ROOT)));
            }
        }
    }

    public String name() {
        return name;
    }

    public Path folder() {
        return folder;
    }

    public SourceKind kind() {
        return kind;
    }

    public @Nullable String marker() {
        return marker;
    }

    public Duration quiet() {
        return quiet;
    }

    public @Nullable String experiment() {
        return experiment;
    }

    /** The object key of a file: prefix, the acquisition's path, and for folders the path in there. */
    public String keyOf(String acquisition, String path) {
        String inside = acquisition;
        if (kind == SourceKind.FOLDER) {
            inside = acquisition + "/" + path;
        } else if (acquisition.contains("/")) {
            inside = acquisition.substring(0, acquisition.lastIndexOf('/') + 1) + path;
        } else {
            inside = path;
        }
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix + inside : prefix + "/" + inside;
    }

    /** Whether this folder is one acquisition of this source. */
    public boolean claims(Path directory) {
        return kind == SourceKind.FOLDER
                && directory.startsWith(folder)
                && !directory.equals(folder)
                && takes(Scan.slashed(folder.relativize(directory)));
    }

    /** Whether a file or folder of this path below the source's folder is named by the pattern: by its own name or by its path. */
    boolean takes(String path) {
        if (everything) {
            return true;
        }
        String lower = path.toLowerCase(Locale.ROOT);
        Path whole = Path.of(lower);
        Path last = Path.of(lower.substring(lower.lastIndexOf('/') + 1));
        return patterns.stream().anyMatch(pattern -> pattern.matches(whole) || pattern.matches(last));
    }
}
