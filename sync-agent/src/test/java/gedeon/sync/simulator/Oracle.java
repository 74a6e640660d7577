package gedeon.sync.simulator;

import gedeon.client.wire.ManifestBody;
import gedeon.client.wire.ManifestFile;
import gedeon.sync.FakeGedeon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** What writers closed, and what the server was told, judged by it. */
final class Oracle {
    private final Path watched;
    private final LongSupplier now;
    private final List<Closing> closings = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final Map<Path, Set<String>> states = new LinkedHashMap<>();

    /** What a writer closed; {@code rest}: how long the sign that fits takes from there on; {@code untouched}: nobody changed any of it since. */
    private static final class Closing {
        final String acquisition;
        final long at;
        final Map<String, String> files;
        final Map<String, Path> paths;
        final Duration rest;
        long untouched = Long.MAX_VALUE;

        Closing(String acquisition, long at, Map<String, String> files, Map<String, Path> paths, Duration rest) {
            this.acquisition = acquisition;
            this.at = at;
            this.files = files;
            this.paths = paths;
            this.rest = rest;
        }
    }

    private record Told(
            String acquisition,
            long at,
            boolean provisional,
            String rule,
            Map<String, String> files,
            ManifestBody manifest) {}

    Oracle(Path watched, LongSupplier now) {
        this.watched = watched;
        this.now = now;
    }

    /** A writer did something to a file: its bytes and its time as they are now may be told of it, together. */
    synchronized void saw(Path file) throws IOException {
        for (Closing closing : closings) {
            if (closing.paths.containsValue(file) || file.startsWith(watched.resolve(closing.acquisition))) {
                closing.untouched = Math.min(closing.untouched, now.getAsLong());
            }
        }
        if (Files.isRegularFile(file)) {
            states.computeIfAbsent(file, unseen -> new LinkedHashSet<>()).add(state(file));
        }
    }

    private static String state(Path file) throws IOException {
        return FakeGedeon.sha256(Files.readAllBytes(file)) + " "
                + Files.getLastModifiedTime(file).toInstant();
    }

    /** An acquisition is finished as it lies there. */
    synchronized void closes(String acquisition, List<Path> files, Duration rest) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        Map<String, Path> paths = new TreeMap<>();
        Path itself = watched.resolve(acquisition);
        for (Path file : files) {
            String path =
                    Files.isDirectory(itself) ? itself.relativize(file).toString() : String.valueOf(file.getFileName());
            states.computeIfAbsent(file, unseen -> new LinkedHashSet<>()).add(state(file));
            digests.put(path, FakeGedeon.sha256(Files.readAllBytes(file)));
            paths.put(path, file);
        }
        closings.stream()
                .filter(before -> before.acquisition.equals(acquisition))
                .forEach(before -> before.untouched = Math.min(before.untouched, now.getAsLong()));
        closings.add(new Closing(acquisition, now.getAsLong(), digests, paths, rest));
    }

    /** The server gave its receipt for this. */
    synchronized void told(ManifestBody manifest, long at) {
        Map<String, String> digests = new TreeMap<>();
        manifest.files().forEach(file -> digests.put(file.path(), file.sha256()));
        told.add(new Told(
                manifest.name(),
                at,
                manifest.verdict().provisional(),
                manifest.verdict().rule(),
                digests,
                manifest));
    }

    /** Whether the server has all that was closed, as it was closed last. */
    synchronized boolean satisfied() {
        Map<String, Closing> last = lastClosings();
        return last.values().stream()
                .allMatch(closing -> lastTold(closing.acquisition)
                        .filter(one -> one.files().equals(closing.files))
                        .isPresent());
    }

    private static String brief(Map<String, String> files) {
        return files.entrySet().stream()
                .map(file -> file.getKey() + " " + file.getValue().substring(0, 8))
                .toList()
                .toString();
    }

    private boolean had(Path where, ManifestFile file) {
        return states.getOrDefault(where, Set.of()).contains(file.sha256() + " " + file.modified());
    }

    private Map<String, Closing> lastClosings() {
        Map<String, Closing> last = new LinkedHashMap<>();
        closings.forEach(closing -> last.put(closing.acquisition, closing));
        return last;
    }

    private Optional<Told> lastTold(String acquisition) {
        return told.stream()
                .filter(one -> one.acquisition().equals(acquisition))
                .reduce((earlier, later) -> later);
    }

    /**
     * Judges it all.
     *
     * @param slack what one may take beyond the rest of its sign, which is given; longer is late
     */
    synchronized Judged judged(UnaryOperator<Duration> slack) {
        List<String> faults = new ArrayList<>();
        int provisional = 0;
        int wrong = 0;
        Map<String, Told> before = new LinkedHashMap<>();
        for (Told one : told) {
            boolean right = closings.stream()
                    .anyMatch(closing ->
                            closing.acquisition.equals(one.acquisition()) && closing.files.equals(one.files()));
            provisional += one.provisional() ? 1 : 0;
            wrong += !right && one.provisional() ? 1 : 0;
            if (!right && !one.provisional()) {
                faults.add(Judged.FINAL_WRONG + one.acquisition() + " was published as final by " + one.rule()
                        + " after " + Duration.ofNanos(one.at()) + " and was not finished");
            }
            Told previous = before.put(one.acquisition(), one);
            if (previous != null && previous.files().equals(one.files())) {
                faults.add(Judged.DOUBLED + one.acquisition() + " was published twice with the same bytes");
            }
        }
        Set<String> known = new HashSet<>();
        for (Closing closing : lastClosings().values()) {
            known.add(closing.acquisition);
            Optional<Told> last = lastTold(closing.acquisition);
            if (last.isEmpty()) {
                faults.add(Judged.LOST + closing.acquisition + " was closed and the server has nothing of it");
            } else if (!last.get().files().equals(closing.files)) {
                faults.add(Judged.LEFT_WRONG + closing.acquisition + " was closed with " + brief(closing.files)
                        + " and the server has " + brief(last.get().files()));
            } else {
                last.get().manifest().files().stream()
                        .filter(file -> !had(closing.paths.get(file.path()), file))
                        .forEach(file -> faults.add(Judged.LEFT_WRONG + file.path() + " never had the time "
                                + file.modified() + " with these bytes"));
            }
        }
        before.values().stream()
                .filter(one -> !known.contains(one.acquisition()))
                .forEach(one ->
                        faults.add(Judged.LEFT_WRONG + one.acquisition() + " is no acquisition and was published"));
        int late = 0;
        List<String> lateOnes = new ArrayList<>();
        for (Closing closing : closings) {
            long due = closing.at + closing.rest.plus(slack.apply(closing.rest)).toNanos();
            boolean sent = told.stream()
                    .anyMatch(one -> one.acquisition().equals(closing.acquisition)
                            && one.files().equals(closing.files)
                            && one.at() <= due);
            if (closing.untouched > due && !sent) {
                late++;
                lateOnes.add(closing.acquisition + " was closed after " + Duration.ofNanos(closing.at)
                        + " and not sent by " + Duration.ofNanos(due));
            }
        }
        return new Judged(told.size(), provisional, wrong, late, lateOnes, faults);
    }
}
