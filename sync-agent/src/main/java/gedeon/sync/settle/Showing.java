package gedeon.sync.settle;

import gedeon.kernel.FinishRule;
import gedeon.kernel.FinishSign;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FoundFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether what a sign asks of files is so. */
final class Showing {
    private static final Pattern HOLE = Pattern.compile("\\{(name|stem)}");

    private final Glimpse glimpse;

    Showing(Glimpse glimpse) {
        this.glimpse = glimpse;
    }

    /** The first file that is wanting, or should not be there, as a part of a sentence; empty where all is as it should be. */
    String lacksFiles(FinishRule rule, FinishSign sign, Candidate candidate) {
        for (String name : sign.present()) {
            if (!isThere(rule, name, candidate)) {
                return own(name, candidate) + " is not there";
            }
        }
        for (String name : sign.absent()) {
            if (isThere(rule, name, candidate)) {
                return own(name, candidate) + " is there";
            }
        }
        return "";
    }

    /**
     * The first file that does not end as it should, as a part of a sentence; empty where all do.
     *
     * @throws UncheckedIOException where that cannot be told now: a file is locked, or gone
     */
    String lacksEnds(FinishRule rule, FinishSign sign, Candidate candidate) {
        for (FinishSign.End end : sign.ends()) {
            List<Path> files = files(rule, end.file(), candidate).toList();
            if (files.isEmpty()) {
                return own(end.file(), candidate) + " is not there";
            }
            for (Path file : files) {
                if (!endsWith(file, end)) {
                    return file.getFileName() + " has not its end yet";
                }
            }
        }
        return "";
    }

    private boolean endsWith(Path file, FinishSign.End end) {
        try {
            return glimpse.endsWith(file, end.bytes(), end.text() != null);
        } catch (IOException e) {
            throw new UncheckedIOException(file.getFileName() + " cannot be read now", e);
        }
    }

    private boolean isThere(FinishRule rule, String name, Candidate candidate) {
        return rule.kind() == FinishRule.Kind.FOLDER
                ? files(rule, name, candidate).findAny().isPresent()
                : files(rule, name, candidate).anyMatch(glimpse::exists);
    }

    /** In a folder those of its files that bear the name, anywhere or as a path; of a file the one beside it. */
    private static Stream<Path> files(FinishRule rule, String name, Candidate candidate) {
        String own = own(name, candidate);
        if (rule.kind() == FinishRule.Kind.FILE) {
            Path main = candidate.files().stream()
                    .filter(file -> file.path().equals(last(candidate.name())))
                    .findFirst()
                    .orElse(candidate.files().get(0))
                    .file();
            Path beside = main.resolveSibling(own);
            return candidate.files().stream()
                    .map(FoundFile::file)
                    .filter(file -> last(file.toString()).equalsIgnoreCase(own))
                    .findFirst()
                    .map(Stream::of)
                    .orElse(Stream.of(beside));
        }
        PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + escaped(name, candidate));
        boolean path = name.contains("/");
        return candidate.files().stream()
                .filter(file -> {
                    Path whole = Path.of(file.path().toLowerCase(Locale.ROOT));
                    return glob.matches(path ? whole : whole.getFileName());
                })
                .map(FoundFile::file);
    }

    /** As a glob, in which the acquisition's own name counts as it is written. */
    private static String escaped(String name, Candidate candidate) {
        StringBuilder glob = new StringBuilder();
        Matcher holes = HOLE.matcher(name);
        int at = 0;
        while (holes.find()) {
            glob.append(name, at, holes.start());
            own(holes.group(), candidate)
                    .chars()
                    .forEach(c -> glob.append("*?[]{}\\-!,".indexOf(c) < 0 ? "" : "\\")
                            .append((char) c));
            at = holes.end();
        }
        return glob.append(name, at, name.length()).toString().toLowerCase(Locale.ROOT);
    }

    private static String own(String name, Candidate candidate) {
        if (!name.contains("{name}") && !name.contains("{stem}")) {
            return name;
        }
        String last = last(candidate.name());
        int dot = last.lastIndexOf('.');
        return name.replace("{name}", last).replace("{stem}", dot > 0 ? last.substring(0, dot) : last);
    }

    private static String last(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }
}
