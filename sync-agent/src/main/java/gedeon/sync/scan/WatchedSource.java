package gedeon.sync.scan;

import gedeon.client.wire.SourceBody;
import gedeon.kernel.FinishRule;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A watched folder with the rule by which its acquisitions are told and judged, as the server gave them, checked. Patterns are globs, several divided by
 * {@code ;}, upper and lower case alike.
 */
public final class WatchedSource {
    private static final Duration LONGEST_RHYTHM = Duration.ofMinutes(2);

    private final String name;
    private final Path folder;
    private final FinishRule rule;
    private final boolean named;
    private final Duration rhythm;
    private final String prefix;
    private final @Nullable String experiment;
    private final Companions companions;
    private final SignFiles signs;
    private final boolean everything;
    private final String takes;
    private final List<PathMatcher> patterns = new ArrayList<>();
    private final List<PathMatcher> held = new ArrayList<>();

    public WatchedSource(SourceBody body) {
        name = body.name();
        folder = SourceFolder.of(body.folder());
        FinishRule given = body.finish();
        if (given == null && body.rule() != null) {
            throw new IllegalArgumentException(
                    "source " + name + " goes by the rule " + body.rule() + ", and the server did not tell it");
        }
        named = given != null;
        rule = given == null ? OwnRule.of(body) : given;
        rhythm = named || body.marker() != null ? rest(rule) : Duration.ofSeconds(body.quietSeconds());
        prefix = body.prefix() == null ? "" : body.prefix();
        experiment = body.experiment();
        companions = new Companions(rule.companions());
        signs = new SignFiles(rule, companions);
        List<String> globs = body.pattern() == null || body.pattern().isBlank()
                ? rule.takes()
                : List.of(body.pattern().split(";"));
        takes = String.join("; ", globs);
        everything = globs.stream().map(String::strip).anyMatch(glob -> glob.equals("*") || glob.equals("**"));
        for (String glob : globs) {
            if (!glob.isBlank()) {
                patterns.add(glob(glob));
            }
        }
        rule.holds().forEach(name -> held.add(glob(name)));
    }

    private static PathMatcher glob(String text) {
        return FileSystems.getDefault().getPathMatcher("glob:" + text.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether a folder that holds files of these names is one acquisition, as far as they tell. */
    boolean isMadeOf(Stream<Path> files) {
        return held.isEmpty()
                || files.map(file -> Path.of(String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT)))
                        .anyMatch(file -> held.stream().anyMatch(name -> name.matches(file)));
    }

    public String name() {
        return name;
    }

    public Path folder() {
        return folder;
    }

    /** The globs by which something here is an acquisition. */
    public String patterns() {
        return takes;
    }

    /** The endings of files that belong to one, whatever the globs say of them. */
    public List<String> companionEndings() {
        return rule.companions().stream()
                .map(FinishRule.Companion::with)
                .distinct()
                .toList();
    }

    public FinishRule.Kind kind() {
        return rule.kind();
    }

    public FinishRule rule() {
        return rule;
    }

    /** Whether it goes by a rule of the server. */
    public boolean named() {
        return named;
    }

    /** As verdicts name a sign: with the rule that it is of, where that has a name. */
    public String word(String sign) {
        return named ? rule.id() + "/" + sign : sign;
    }

    /** How long things here usually rest before they are finished: what is worth waiting for. */
    public Duration rhythm() {
        return rhythm;
    }

    private static Duration rest(FinishRule rule) {
        return rule.signs().stream()
                .map(sign -> Duration.ofSeconds(Math.max(1, sign.restSeconds())))
                .filter(rest -> rest.compareTo(LONGEST_RHYTHM) < 0)
                .min(Comparator.naturalOrder())
                .orElse(LONGEST_RHYTHM);
    }

    Companions companions() {
        return companions;
    }

    SignFiles signs() {
        return signs;
    }

    /** Whether a file of that name belongs to one that the rule takes, whatever the pattern says of it. */
    boolean belongs(String name) {
        return named && !companions.mainsOf(name).isEmpty();
    }

    public @Nullable String experiment() {
        return experiment;
    }

    /** The object key of a file: prefix, the acquisition's path, and for folders the path in there. */
    public String keyOf(String acquisition, String path) {
        String inside = acquisition;
        if (kind() == FinishRule.Kind.FOLDER) {
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
        return kind() == FinishRule.Kind.FOLDER
                && directory.startsWith(folder)
                && !directory.equals(folder)
                && takes(Names.slashed(folder.relativize(directory)));
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
