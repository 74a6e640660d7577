package gedeon.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Copies of a home's keys: those that encrypt what notebooks store, that of the database's secrets, and those that sign receipts. */
public final class KeyCopies {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'keys-'yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final String PART = ".part";

    /** As long as a destroyed key's own file is kept. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Path home;
    private final Path to;

    /** The files as they were when they were last compared with the last copy: sizes and times, so that a look without news reads nothing. */
    private Map<String, String> compared = Map.of();

    private Optional<Path> comparedWith = Optional.empty();

    public KeyCopies(Path home, Path to) {
        this.home = home;
        this.to = to;
    }

    /**
     * A new copy where something changed since the last. The last one stays; one that another took the place of goes after 30 days, so that a key that was
     * destroyed is nowhere any more.
     *
     * @return whether one was made
     */
    public boolean take(Instant now) throws IOException {
        Trees.folder(to);
        prune(now);
        Optional<Path> last = last(to);
        Map<String, String> glance = glance();
        if (last.equals(comparedWith) && glance.equals(compared)) {
            return false;
        }
        Map<String, String> present = digests(home);
        boolean changed = last.isEmpty() || !digests(last.get()).equals(present);
        if (changed) {
            Path half = to.resolve(NAME.format(now) + PART);
            copy(home, half, present.keySet());
            Files.move(half, to.resolve(NAME.format(now)), StandardCopyOption.ATOMIC_MOVE);
            Trees.force(to);
        }
        compared = glance;
        comparedWith = last(to);
        return changed;
    }

    private Map<String, String> glance() throws IOException {
        Map<String, String> glance = new TreeMap<>();
        for (Path one : files(home)) {
            BasicFileAttributes it = Files.readAttributes(one, BasicFileAttributes.class);
            glance.put(one.toString(), it.size() + " " + it.lastModifiedTime() + " " + it.fileKey());
        }
        return glance;
    }

    private void prune(Instant now) throws IOException {
        try (Stream<Path> halves = Files.list(to)) {
            for (Path half :
                    halves.filter(path -> path.toString().endsWith(PART)).toList()) {
                Trees.delete(half);
            }
        }
        List<Path> copies = all(to);
        String limit = NAME.format(now.minus(KEPT));
        for (int i = 0; i + 1 < copies.size(); i++) {
            if (copies.get(i + 1).getFileName().toString().compareTo(limit) < 0) {
                Trees.delete(copies.get(i));
            }
        }
    }

    /** The oldest first. */
    private static List<Path> all(Path to) throws IOException {
        if (!Files.isDirectory(to)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(to)) {
            return all.filter(path -> path.getFileName().toString().matches("keys-[0-9T.]+Z"))
                    .sorted()
                    .toList();
        }
    }

    /** The newest copy. */
    private static Optional<Path> last(Path to) throws IOException {
        List<Path> all = all(to);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /**
     * Puts the newest copy into the home.
     *
     * @return how many files there are
     * @throws IllegalStateException where the home has other keys
     */
    public int restore() throws IOException {
        Path copy = last(to).orElseThrow(() -> new IllegalArgumentException(to + " holds no copy of keys"));
        Map<String, String> present = digests(home);
        Map<String, String> wanted = digests(copy);
        for (Map.Entry<String, String> one : wanted.entrySet()) {
            String there = present.get(one.getKey());
            if (there != null && !there.equals(one.getValue())) {
                throw new IllegalStateException("the home has another " + one.getKey()
                        + " than the copy; move it away first, or restore without keys");
            }
        }
        wanted.keySet().removeAll(present.keySet());
        copy(copy, home, wanted.keySet());
        return present.size() + wanted.size();
    }

    private static void copy(Path from, Path to, Iterable<String> names) throws IOException {
        for (String name : names) {
            Path file = to.resolve(name);
            Trees.folder(Objects.requireNonNull(file.getParent()));
            Trees.copy(from.resolve(name), file);
        }
        Trees.forceFolders(to);
    }

    private static Map<String, String> digests(Path root) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (Path one : files(root)) {
            digests.put(root.relativize(one).toString(), Trees.look(one).sha256());
        }
        return digests;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> top = Files.list(root);
                Stream<Path> keys = walk(root.resolve("keys"))) {
            return Stream.concat(
                            top.filter(path -> path.getFileName().toString().matches(".+\\.(key|pub)")),
                            keys.filter(path -> !path.getFileName().toString().matches("lock|.+\\.next")))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    private static Stream<Path> walk(Path folder) throws IOException {
        return Files.isDirectory(folder) ? Files.walk(folder) : Stream.empty();
    }
}
