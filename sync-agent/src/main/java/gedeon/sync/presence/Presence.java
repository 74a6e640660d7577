package gedeon.sync.presence;

import gedeon.sync.scan.Sightings;
import gedeon.sync.scan.WatchedSource;
import gedeon.sync.settle.Ticks;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Whether a folder in which nothing is found is empty, or only what a vanished share left behind. An unmounted share leaves an empty folder; so may a server
 * that exports a disk which it did not mount. Believed at once: a folder that lies on the local disk on which it lay before. Never believed: one that lies
 * elsewhere than before; something found in it ends that. Believed after a day, in the time that the agent lived through: an empty share, and a folder of which it
 * is not known where it lay. Told as long as it lasts. For one thread.
 */
public final class Presence {
    static final Duration LONG_ENOUGH = Duration.ofDays(1);

    private final PlaceMemory memory;
    private final Ticks ticks;
    private final Places places;
    private final Map<String, Long> emptySince = new HashMap<>();
    private final Set<String> empty = new HashSet<>();

    /** What a folder lies on. */
    interface Places {
        Place of(Path folder) throws IOException;
    }

    public Presence(PlaceMemory memory, Ticks ticks) {
        this(memory, ticks, Place::of);
    }

    Presence(PlaceMemory memory, Ticks ticks, Places places) {
        this.memory = memory;
        this.ticks = ticks;
        this.places = places;
    }

    public PlaceMemory memory() {
        return memory;
    }

    /**
     * After a look at the whole source: whether what it did not find is gone. {@code waiting}: whether anything of the source still waits to be sent; asked only
     * where the folder is empty.
     */
    public boolean believes(WatchedSource source, boolean found, BooleanSupplier waiting, Sightings sightings) {
        Path folder = source.folder();
        String id = source.name() + '\0' + folder;
        try {
            Place now = places.of(folder);
            if (found || !isEmpty(folder)) {
                emptySince.remove(id);
                empty.remove(id);
                memory.saw(source.name(), folder, now);
                return true;
            }
            Place before = memory.place(source.name(), folder).orElse(null);
            if (before != null && !before.equals(now)) {
                sightings.trouble(
                        source.name(),
                        folder,
                        "is empty and lies on " + words(now) + "; what was watched lies on " + words(before)
                                + ": mount it again");
                return false;
            }
            if (empty.contains(id) || before != null && !now.share() || longEnough(id, waiting)) {
                emptySince.remove(id);
                empty.add(id);
                memory.saw(source.name(), folder, now);
                return true;
            }
            sightings.trouble(
                    source.name(),
                    folder,
                    "is empty, and something in it was not sent yet: look whether the share or disk "
                            + "behind it is there; that it was deleted is believed after a day");
            return false;
        } catch (IOException e) {
            sightings.trouble(source.name(), folder, "cannot be told from a folder whose share is away: " + e);
            return false;
        }
    }

    private boolean longEnough(String id, BooleanSupplier waiting) {
        Long since = emptySince.get(id);
        if (since == null) {
            if (!waiting.getAsBoolean()) {
                return true;
            }
            since = ticks.nanos();
            emptySince.put(id, since);
        }
        return ticks.nanos() - since >= LONG_ENOUGH.toNanos();
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    private static String words(Place place) {
        return place.name() + " (" + place.type() + ")";
    }
}
