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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One walk through one source. Holds one directory's companions or one folder acquisition in memory, never the tree. */
public final class Scan {
    private final WatchedSource source;
    private final Sightings sightings;

    private final Predicate<Path> elsewhere;
    private final Print print = new Print();

    /** All of the source is looked at, not some folders of it. */
    private final boolean whole;

    private Scan(WatchedSource source, Predicate<Path> elsewhere, boolean whole, Sightings sightings) {
        this.whole = whole;
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
        Scan scan = new Scan(source, elsewhere, true, sightings);
        return source.kind() == FinishRule.Kind.FILE ? scan.files(Set.of(source.folder())) : scan.folders();
    }

    /**
     * Looks at what lies in these folders, and in those below that are new. Says nothing of what is not there any more. Folders outside the source are left
     * out.
     */
    public static void part(WatchedSource source, Predicate<Path> elsewhere, Set<Path> folders, Sightings sightings) {
        Scan scan = new Scan(source, elsewhere, false, sightings);
        Set<Path> within = new LinkedHashSet<>();
        for (Path folder : folders) {
            if (folder.startsWith(source.folder()) && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                within.add(folder);
            }
        }
        if (source.kind() == FinishRule.Kind.FILE) {
            within.removeIf(folder -> scan.leftOut(folder));
            scan.files(within);
        } else {
            scan.foldersOf(within);
        }
    }

    /** A hidden folder, one of another source, or in such a one. */
    private boolean leftOut(Path folder) {
        for (Path at = folder; at != null && !at.equals(source.folder()); at = at.getParent()) {
            if (Names.hidden(at.getFileName().toString()) || elsewhere.test(at)) {
                return true;
            }
        }
        return false;
    }

    /** A folder below the source's, with its path there: empty, or ending in a slash. */
    private record Below(Path directory, String prefix) {
        Below child(Path path, String name) {
            return new Below(path, prefix + name + "/");
        }
    }

    private boolean files(Set<Path> from) {
        boolean complete = true;
        Deque<Below> directories = new ArrayDeque<>();
        for (Path folder : from) {
            String path = relative(folder);
            directories.push(new Below(folder, path.isEmpty() ? "" : path + "/"));
        }
        while (!directories.isEmpty()) {
            Below below = directories.pop();
            sightings.folder(below.directory());
            complete &= filesOf(below, directories);
        }
        return complete;
    }

    private boolean filesOf(Below below, Deque<Below> directories) {
        Map<String, FoundFile> mains = new LinkedHashMap<>();
        List<FoundFile> companions = new ArrayList<>();
        boolean complete = each(below.directory(), (path, attributes) -> {
            String name = Names.text(path);
            if (attributes.isDirectory()) {
                if (!Names.hidden(name) && !elsewhere.test(path) && (whole || !sightings.folder(path))) {
                    directories.push(below.child(path, name));
                }
            } else if (attributes.isRegularFile()) {
                FileState state = FileState.of(attributes);
                if (Names.temporary(name) || name.startsWith(".") && !Names.litter(name)) {
                    sightings.temporary(source.name(), state);
                } else if (!Names.hidden(name)
                        && !source.signs().named(name)
                        && (source.takes(below.prefix() + name) || source.belongs(name))) {
                    FoundFile file = new FoundFile(name, path, state);
                    if (!source.companions().mainsOf(name).isEmpty()) {
                        companions.add(file);
                    } else if (source.companions().mayLead(name)) {
                        mains.put(name, file);
                    } else {
                        offer(below, file, List.of(file), false);
                    }
                }
            }
        });
        pair(below, mains, companions);
        return complete;
    }

    private void pair(Below below, Map<String, FoundFile> mains, List<FoundFile> companions) {
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
                offer(below, companion, List.of(companion), true);
            } else {
                unit.add(companion);
            }
        }
        mains.forEach((name, file) -> offer(below, file, units.getOrDefault(name, List.of(file)), false));
    }

    /** How many characters at the beginning of two names are the same. */
    private static int alike(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    private void offer(Below below, FoundFile main, List<FoundFile> files, boolean orphan) {
        String name = below.prefix() + main.path();
        print.begin();
        for (FoundFile file : files) {
            print.add(file.path(), file.state(), false);
        }
        if (!sightings.known(name, print.number())) {
            sightings.candidate(new Candidate(source.name(), name, files, orphan, false));
        }
    }

    private boolean folders() {
        Deque<Path> directories = new ArrayDeque<>();
        directories.push(source.folder());
        return folders(directories);
    }

    /** Of each folder the acquisition that it is, or lies in; where there is none, those that lie in it and are new. */
    private void foldersOf(Set<Path> folders) {
        Set<Path> units = new LinkedHashSet<>();
        Deque<Path> others = new ArrayDeque<>();
        for (Path folder : folders) {
            Path unit = unitOf(folder);
            if (unit == null) {
                others.push(folder);
            } else {
                units.add(unit);
            }
        }
        units.forEach(this::folder);
        folders(others);
    }

    /** The outermost acquisition; null where there is none, or on the way to it something is hidden. */
    private @Nullable Path unitOf(Path folder) {
        Path unit = null;
        for (Path at = folder; at != null && !at.equals(source.folder()); at = at.getParent()) {
            String name = at.getFileName().toString();
            try {
                if (!Names.hidden(name) && !Names.temporary(name) && source.takes(relative(at)) && isOne(at)) {
                    unit = at;
                }
            } catch (IOException e) {
                sightings.trouble(source.name(), at, "cannot be looked at: " + e);
            }
        }
        return unit;
    }

    private boolean folders(Deque<Path> directories) {
        boolean complete = true;
        while (!directories.isEmpty()) {
            Path directory = directories.pop();
            sightings.folder(directory);
            List<Path> units = new ArrayList<>();
            complete &= each(directory, (path, attributes) -> {
                String name = Names.text(path);
                if (!attributes.isDirectory() || Names.hidden(name) || Names.temporary(name)) {
                    return;
                }
                if (!whole && sightings.folder(path)) {
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

    /** Looked at once without keeping its files, for that is enough where it is known; else once more. */
    private boolean folder(Path unit) {
        String name = relative(unit);
        long[] found = {0};
        print.begin();
        if (!inside(unit, file -> {
            found[0]++;
            print.add(file.path(), file.state(), false);
        })) {
            // Half a look at a folder would be taken for the whole: wait for the next scan.
            return false;
        }
        if (found[0] == 0 || sightings.known(name, print.number())) {
            return true;
        }
        List<FoundFile> files = new ArrayList<>();
        boolean complete = inside(unit, files::add);
        if (complete && !files.isEmpty()) {
            boolean unfinished = files.stream().anyMatch(file -> Names.temporaryInside(last(file.path())));
            sightings.candidate(new Candidate(source.name(), name, files, false, unfinished));
        }
        return complete;
    }

    /** Every file in it, at any depth. */
    private boolean inside(Path unit, Consumer<FoundFile> found) {
        boolean complete = true;
        Deque<Below> directories = new ArrayDeque<>();
        directories.push(new Below(unit, ""));
        while (!directories.isEmpty()) {
            Below below = directories.pop();
            sightings.folder(below.directory());
            complete &= each(below.directory(), (path, attributes) -> {
                String name = Names.text(path);
                if (attributes.isDirectory()) {
                    directories.push(below.child(path, name));
                } else if (attributes.isRegularFile() && !Names.litter(name)) {
                    found.accept(new FoundFile(below.prefix() + name, path, FileState.of(attributes)));
                }
            });
        }
        return complete;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
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
        return Names.slashed(source.folder().relativize(path));
    }
}
