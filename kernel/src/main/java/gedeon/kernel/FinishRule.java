package gedeon.kernel;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What an acquisition of one kind looks like, and what says that it is finished. Data: the server keeps it by name and version and gives it to agents.
 *
 * @param version counted up at each change; verdicts name it
 * @param takes globs for the names, or the paths below the source's folder, of files or folders that are acquisitions
 * @param companions of files: what belongs to one of them
 * @param least bytes below which none is finished by anything but a marker: a placeholder
 * @param signs the stronger first; the first that holds decides
 * @param holds of folders: only one that holds a file of such a name itself, not below, is an acquisition; none: whatever it holds
 * @param about in English, and in French, for who chooses it
 */
public record FinishRule(
        String name,
        int version,
        Kind kind,
        List<String> takes,
        List<Companion> companions,
        long least,
        List<FinishSign> signs,
        @Nullable String about,
        @Nullable String aboutFr,
        List<String> holds) {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,59}";
    private static final int MOST = 50;
    private static final int LONGEST = 200;

    public enum Kind {
        FILE,
        FOLDER
    }

    /** A file that belongs to another: the same name before these endings. */
    public record Companion(String main, String with) {
        public Companion {
            if (!main.startsWith(".") || !with.startsWith(".") || main.equalsIgnoreCase(with)) {
                throw new IllegalArgumentException(
                        "a companion is two endings, as .wiff and .wiff.scan, was " + main + " and " + with);
            }
        }
    }

    /** Of files, or of folders whatever they hold. */
    public FinishRule(
            String name,
            int version,
            Kind kind,
            List<String> takes,
            List<Companion> companions,
            long least,
            List<FinishSign> signs,
            @Nullable String about,
            @Nullable String aboutFr) {
        this(name, version, kind, takes, companions, least, signs, about, aboutFr, List.of());
    }

    public FinishRule {
        holds = holds == null ? List.of() : List.copyOf(holds);
        takes = List.copyOf(takes);
        companions = companions == null ? List.of() : List.copyOf(companions);
        signs = List.copyOf(signs);
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "a rule's name is 1 to 60 small letters, digits or '-', was \"" + name + "\"");
        }
        if (version < 1) {
            throw new IllegalArgumentException(of(name) + "versions count from 1, was " + version);
        }
        if (takes.isEmpty() || takes.size() > MOST || companions.size() > MOST || signs.size() > MOST) {
            throw new IllegalArgumentException(
                    of(name) + "it takes 1 to " + MOST + " patterns, and as many companions and signs at most");
        }
        if (least < 0) {
            throw new IllegalArgumentException(of(name) + "\"least\" is never negative, was " + least);
        }
        if (kind == Kind.FOLDER && !companions.isEmpty()) {
            throw new IllegalArgumentException(of(name) + "a folder has no companions: all in it belongs to it");
        }
        if (kind == Kind.FILE && !holds.isEmpty()) {
            throw new IllegalArgumentException(of(name) + "a file holds no files: \"holds\" is of folders");
        }
        takes.forEach(glob -> requireName(of(name), glob));
        holds.forEach(glob -> requireName(of(name), glob));
        requireSigns(name, kind, signs);
    }

    /** A glob that agents can go by: what they cannot read would stop them. */
    private static void requireName(String rule, String glob) {
        if (glob.isBlank() || glob.length() > LONGEST) {
            throw new IllegalArgumentException(
                    rule + "names are 1 to " + LONGEST + " characters, was \"" + glob + "\"");
        }
        try {
            PathMatcher readable = FileSystems.getDefault()
                    .getPathMatcher("glob:" + glob.replace("{name}", "x").replace("{stem}", "x"));
            readable.matches(Path.of("x"));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(rule + "\"" + glob + "\" cannot be read: " + e.getDescription(), e);
        }
    }

    private static void requireSigns(String name, Kind kind, List<FinishSign> signs) {
        if (signs.isEmpty()) {
            throw new IllegalArgumentException(of(name) + "without a sign nothing is ever finished");
        }
        for (int i = 1; i < signs.size(); i++) {
            if (signs.get(i).by().compareTo(signs.get(i - 1).by()) < 0) {
                throw new IllegalArgumentException(
                        of(name) + "signs stand in the order marker, vendor, next file, closed, quiet; "
                                + signs.get(i).word() + " comes behind "
                                + signs.get(i - 1).word());
            }
        }
        Set<String> unsure = new HashSet<>();
        for (FinishSign sign : signs) {
            sign.present().forEach(one -> requireName(of(name), one));
            sign.absent().forEach(one -> requireName(of(name), one));
            sign.ends().forEach(one -> requireName(of(name), one.file()));
            if (sign.by() == FinishSign.By.QUIET && !unsure.add(sign.present() + "" + sign.absent() + sign.ends())) {
                throw new IllegalArgumentException(of(name) + "two quiet periods ask for the same");
            }
            if (kind == Kind.FILE) {
                sign.present().forEach(one -> requireBeside(name, one));
                sign.absent().forEach(one -> requireBeside(name, one));
                sign.ends().forEach(one -> requireBeside(name, one.file()));
            }
        }
    }

    private static void requireBeside(String rule, String file) {
        String plain = file.replace("{name}", "").replace("{stem}", "");
        if (plain.matches(".*[*?{}/].*")) {
            throw new IllegalArgumentException(of(rule)
                    + "what lies beside a file is named with {name} or {stem}, without * and ?, was \"" + file + "\"");
        }
    }

    private static String of(String name) {
        return "rule " + name + ": ";
    }

    /** The same, of another version. */
    public FinishRule as(int otherVersion) {
        return new FinishRule(name, otherVersion, kind, takes, companions, least, signs, about, aboutFr, holds);
    }

    /** As verdicts name it. */
    public String id() {
        return name + "@" + version;
    }
}
