package gedeon.sync.verify;

import gedeon.sync.journal.Progress;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.settle.Ticks;
import gedeon.sync.transfer.LocalDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What quiet alone finished is read once more ten minutes after its receipt: a writer through a memory map can change bytes without any sign
 * in size or time. The journal knows what was not read again yet: a restart begins its ten minutes anew. Thread-safe.
 */
public final class LaterLook {
    /** After the receipt. */
    public static final Duration LATER = Duration.ofMinutes(10);

    private final Progress progress;
    private final Ticks ticks;
    private final Map<String, Long> since = new ConcurrentHashMap<>();

    public LaterLook(Progress progress, Ticks ticks) {
        this.progress = progress;
        this.ticks = ticks;
        // A restart begins their ten minutes anew.
        progress.unlooked().forEach(known -> since.put(id(known.source(), known.name()), ticks.nanos()));
    }

    public void remember(Candidate candidate) {
        since.put(id(candidate), ticks.nanos());
    }

    public boolean due(Candidate candidate) {
        return due(candidate.source(), candidate.name());
    }

    public boolean due(String source, String name) {
        if (since.isEmpty()) {
            return false;
        }
        Long start = since.get(source + '\0' + name);
        return start != null && ticks.nanos() - start >= LATER.toNanos();
    }

    /** Reads all of it; what cannot be read now is tried again later. The paths whose bytes are not what the bucket holds: doubted in the journal, to be settled and sent anew. */
    public List<String> look(Candidate candidate) {
        since.remove(id(candidate));
        List<String> changed = new ArrayList<>();
        boolean read = true;
        for (FoundFile file : candidate.files()) {
            String stored = progress.stored(candidate.source(), candidate.name(), file.path())
                    .map(StoredFile::sha256)
                    .orElse("");
            String now = stored.isEmpty() ? "" : LocalDigest.of(file).orElse("");
            if (!stored.isEmpty() && now.isEmpty()) {
                read = false;
            } else if (!now.equals(stored)) {
                progress.doubted(candidate.source(), candidate.name(), file.path());
                changed.add(file.path());
            }
        }
        if (!read) {
            remember(candidate);
        } else if (changed.isEmpty()) {
            progress.looked(candidate.source(), candidate.name());
        }
        return changed;
    }

    private static String id(Candidate candidate) {
        return id(candidate.source(), candidate.name());
    }

    private static String id(String source, String name) {
        return source + '\0' + name;
    }
}
