package gedeon.server.tiers;

import gedeon.storage.lifecycle.jobs.StorageJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How fast jobs were in the last five minutes, by what was seen of their rows meanwhile: the same from whichever process is asked. */
public final class JobRates {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<Long, Deque<Seen>> seen = new HashMap<>();

    public JobRates(Clock clock) {
        this.clock = clock;
    }

    private record Seen(Instant at, @Nullable Instant round, long done, long bytes) {}

    /** Blobs and bytes a second. */
    public record Rate(double blobs, double bytes) {
        /** How long so many more blobs take; empty where it stands still. */
        public Optional<Duration> until(long blobsMore) {
            return blobs <= 0 || blobsMore < 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds((long) Math.ceil(blobsMore / blobs)));
        }
    }

    /** Of all jobs that there are; what is not among them is forgotten. */
    public synchronized void saw(List<StorageJob> jobs) {
        Instant now = clock.instant();
        Map<Long, StorageJob> running = new HashMap<>();
        for (StorageJob job : jobs) {
            if (job.state() == StorageJob.State.RUNNING) {
                running.put(job.id(), job);
            }
        }
        seen.keySet().retainAll(running.keySet());
        running.forEach((id, job) -> {
            Deque<Seen> before = seen.computeIfAbsent(id, one -> new ArrayDeque<>());
            // A round that begins anew counts from nothing.
            if (!before.isEmpty() && !Objects.equals(before.getLast().round(), job.roundBegan())) {
                before.clear();
            }
            while (!before.isEmpty() && before.getFirst().at().isBefore(now.minus(WINDOW))) {
                before.removeFirst();
            }
            before.addLast(new Seen(now, job.roundBegan(), job.done(), job.bytes()));
        });
    }

    /** Empty where it was not seen twice in this round yet. */
    public synchronized Optional<Rate> of(StorageJob job) {
        Deque<Seen> known = seen.get(job.id());
        if (known == null || known.size() < 2 || !Objects.equals(known.getLast().round(), job.roundBegan())) {
            return Optional.empty();
        }
        Seen first = known.getFirst();
        Seen last = known.getLast();
        double seconds = Duration.between(first.at(), last.at()).toMillis() / 1000.0;
        return seconds <= 0
                ? Optional.empty()
                : Optional.of(
                        new Rate((last.done() - first.done()) / seconds, (last.bytes() - first.bytes()) / seconds));
    }
}
