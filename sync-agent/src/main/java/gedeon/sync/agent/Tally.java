package gedeon.sync.agent;

import gedeon.client.Obstacle;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts one run, for its report and for heartbeats. Thread-safe. */
final class Tally {
    private long acquisitions;
    private long files;
    private long bytes;
    private long provisional;
    private final Set<String> refused = new LinkedHashSet<>();
    private final Map<String, String> troubles = new LinkedHashMap<>();

    synchronized void received(String thing, int fileCount, long byteCount, boolean byQuiet) {
        acquisitions++;
        files += fileCount;
        bytes += byteCount;
        provisional += byQuiet ? 1 : 0;
        refused.remove(thing);
        troubles.remove(thing);
    }

    synchronized void refused(String thing, String reason) {
        refused.add(thing);
        troubles.put(thing, reason);
    }

    /** True if this was not known yet. */
    synchronized boolean trouble(String thing, String reason) {
        return !reason.equals(troubles.put(thing, reason));
    }

    synchronized void wellAgain(String thing) {
        troubles.remove(thing);
    }

    synchronized long files() {
        return files;
    }

    synchronized Optional<String> now(String thing) {
        return Optional.ofNullable(troubles.get(thing));
    }

    /** Sentences for people; what is an {@link Obstacle} begins with its code. */
    synchronized List<String> messages() {
        return troubles.values().stream().map(Obstacle::coded).distinct().toList();
    }

    /** Those troubles that are obstacles, each once, as they are written down. */
    synchronized List<String> obstacles() {
        return troubles.values().stream()
                .filter(text -> Obstacle.read(text).isPresent())
                .distinct()
                .toList();
    }

    synchronized RunReport report(long waiting) {
        return new RunReport(acquisitions, files, bytes, provisional, refused.size(), waiting, messages());
    }
}
