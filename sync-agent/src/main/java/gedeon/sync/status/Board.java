package gedeon.sync.status;

import gedeon.sync.presence.Place;
import gedeon.sync.presence.PlaceMemory;
import gedeon.sync.scan.WatchedSource;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How each watched folder stands, for whoever asks this process. Thread-safe. */
public final class Board {
    private final Clock clock;
    private final PlaceMemory places;
    private final Map<String, SourceLook> looks = new LinkedHashMap<>();

    public Board(Clock clock, PlaceMemory places) {
        this.clock = clock;
        this.places = places;
    }

    /** A look at a source begins. */
    public synchronized void looking(WatchedSource source) {
        SourceLook before = looks.get(source.name());
        put(source, "looking", clock.instant(), 0, before == null ? 0 : before.acquisitions());
    }

    /** The look that was begun last has ended: whether all could be looked at, and whether what was not found is gone. */
    public void looked(WatchedSource source, int acquisitions, boolean whole, boolean believed) {
        // Asked before the lock: a share that hangs holds up the look, and nobody who asks how it stands.
        boolean there = believed || !whole && Files.isDirectory(source.folder());
        String state = believed ? "seen" : there ? "partly" : "away";
        Instant now = clock.instant();
        synchronized (this) {
            SourceLook begun = looks.get(source.name());
            long took = begun == null
                    ? 0
                    : Math.max(0, Duration.between(begun.at(), now).toMillis());
            put(source, state, now, took, acquisitions);
        }
    }

    /** These are all: what is said of others is forgotten. */
    public synchronized void watched(List<WatchedSource> sources) {
        Set<String> names = sources.stream().map(WatchedSource::name).collect(Collectors.toSet());
        looks.keySet().retainAll(names);
    }

    public synchronized List<SourceLook> sources() {
        return List.copyOf(looks.values());
    }

    private void put(WatchedSource source, String state, Instant at, long took, long acquisitions) {
        Place place = places.place(source.name(), source.folder()).orElse(null);
        looks.put(
                source.name(),
                new SourceLook(
                        source.name(),
                        source.folder().toString(),
                        source.patterns(),
                        source.companionEndings(),
                        source.rule().id(),
                        state,
                        at,
                        took,
                        acquisitions,
                        place == null ? null : place.name(),
                        place == null ? null : place.type(),
                        place != null && place.share()));
    }
}
