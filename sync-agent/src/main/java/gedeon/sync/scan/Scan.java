package gedeon.sync.scan;

import gedeon.kernel.FinishRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One walk through one source. Holds one directory's companions or one folder acquisition in memory, never the tree. */
public final class Scan {
    private final WatchedSource source;
    private final Sightings sightings;

    private final Predicate<Path> elsewhere;

    private Scan(WatchedSource source, Predicate<Path> elsewhere, Sightings sightings) {
        this.source = source;
        this.elsewhere = elsewhere;
        this.sightings = sightings;
    }

    /**
     * True if the source's folder could be looked at: only then does absence mean anything. {@code elsewhere} tells folders that are
     * acquisitions of another source: their files are no acquisitions of their own.
     */
    public static boolean of(WatchedSource source, Predicate<Path> elsewhere, Sightings sightings) {
        if (!Files.isDirectory(source.folder())) {
            sightings.trouble(
                    source.name(),
                    source.folder(),
                    "the folder is not there; create it, mount its share, or correct the source");
            return false;
        }
        Scan scan = new Scan(source, elsewhere, sightings);
        return source.kind() == FinishRule.Kind.FILE ? scan.files() : scan.folders();
    }

    private boolean files() {
        boolean complete = true;
        Deque<Path> directories = new ArrayDeque<>();
        directories.push(source.folder());
        while (!directories.isEmpty()) {
            complete &= filesOf(directories.pop(), directories);
        }
        return complete;
    }

    private boolean filesOf(Path directory, Deque<Path> directories) {
        Map<String, FoundFile> mains = new LinkedHashMap<>();
        List<FoundFile> companions = new ArrayList<>();
        boolean complete = each(directory, (path, attributes) -> {
            String name = path.getFileName().toString();
            if (attributes.isDirectory()) {
                if (!Names.hidden(name) && !elsewhere.test(path)) {
                    directories.push(path);
                }
            } else if (attributes.isRegularFile()) {
                FileState state = FileState.of(attributes);
                if (Names.temporary(name) || name.startsWith(".") && !Names.litter(name)) {
                    sightings.temporary(source.name(), state);
                } else if (!Names.hidden(name)
                        && !source.signs().named(name)
                        && (source.takes(relative(path)) || source.belongs(name))) {
                    FoundFile file = new FoundFile(name, path, state);
                    if (!source.companions().mainsOf(name).isEmpty()) {
                        companions.add(file);
                    } else if (source.companions().mayLead(name)) {
                        mains.put(name, file);
                    } else {
                        offer(file, List.of(file), false);
                    }
                }
            }
        });
        pair(mains, companions);
        return complete;
    }

    private void pair(Map<String, FoundFile> mains, List<FoundFile> companions) {
        Map<String, List<FoundFile>> units = new LinkedHashMap<>();
        mains.forEach((name, file) -> units.put(name, new ArrayList<>(List.of(file))));
        for (FoundFile companion : companions) {
            List<String> wanted = source.companions().mainsOf(companion.path());
            // Where names differ by case alone, its own is the one that is written as it is itself.
            String main = mains.keySet().stream()
                    .filter(name -> wanted.contains(name.toLowerCase(Locale.ROOT)))
                    .max(Comparator.comparingInt(name -> alike(name, companion.path())))
                    .orElse("");
            List<FoundFile> unit = units.get(main);
            if (unit == null) {
                offer(companion, List.of(companion), true);
            } else {
                unit.add(companion);
            }
        }
        mains.forEach((name, file) -> offer(file, units.getOrDefault(name, List.of(file)), false));
    }

    /** How many characters at the beginning of two names are the same. */
    private static int alike(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    private void offer(FoundFile main, List<FoundFile> files, boolean orphan) {
        sightings.candidate(new Candidate(source.name(), relative(main.file()), files, orphan, false));
    }

    private boolean folders() {
        boolean complete = true;
        Deque<Path> directories = new ArrayDeque<>();
        directories.push(source.folder());
        while (!directories.isEmpty()) {
            Path directory = directories.pop();
            List<Path> units = new ArrayList<>();
            complete &= each(directory, (path, attributes) -> {
                String name = path.getFileName().toString();
                if (!attributes.isDirectory() || Names.hidden(name) || Names.temporary(name)) {
                    return;
                }
                if (source.takes(relative(path)) && isOne(path)) {
                    units.add(path);
                } else {
                    directories.push(path);
                }
            });
            for (Path unit : units) {
                complete &= folder(unit);
            }
        }
        return complete;
    }

    private boolean isOne(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return source.isMadeOf(files);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean folder(Path unit) {
        List<FoundFile> files = new ArrayList<>();
        boolean[] unfinished = {false};
        boolean complete = true;
        Deque<Path> directories = new ArrayDeque<>();
        directories.push(unit);
        while (!directories.isEmpty()) {
            complete &= each(directories.pop(), (path, attributes) -> {
                String name = path.getFileName().toString();
                if (attributes.isDirectory()) {
                    directories.push(path);
                } else if (attributes.isRegularFile() && !Names.litter(name)) {
                    unfinished[0] |= Names.temporaryInside(name);
                    files.add(new FoundFile(slashed(unit.relativize(path)), path, FileState.of(attributes)));
                }
            });
        }
        // Half a look at a folder would be taken for the whole: wait for the next scan.
        if (complete && !files.isEmpty()) {
            sightings.candidate(new Candidate(source.name(), relative(unit), files, false, unfinished[0]));
        }
        return complete;
    }

    private interface Look {
        void at(Path path, BasicFileAttributes attributes) throws IOException;
    }

    /** Every entry of a directory, links left out. False if the directory could not be read to its end. */
    private boolean each(Path directory, Look look) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            boolean complete = true;
            for (Path path : entries) {
                try {
                    BasicFileAttributes attributes =
                            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (!attributes.isSymbolicLink()) {
                        look.at(path, attributes);
                    }
                } catch (NoSuchFileException e) {
                    // Renamed or removed since it was listed: the next scan sees what it became.
                    complete = false;
                } catch (IOException e) {
                    complete = false;
                    sightings.trouble(source.name(), path, "cannot be looked at: " + e);
                }
            }
            return complete;
        } catch (IOException | DirectoryIteratorException e) {
            sightings.trouble(source.name(), directory, "cannot be listed: " + e);
            return false;
        }
    }

    private String relative(Path path) {
        return slashed(source.folder().relativize(path));
    }

    static String slashed(Path path) {
        String separator = path.getFileSystem().getSeparator();
        return separator.equals("/") ? path.toString() : path.toString().replace(separator, "/");
    }
}
