package gedeon.sync.settle;

import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.WatchedSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The rules. Remembers, for each candidate, its last state and when a change was last seen on the monotonic clock. Memory is for what is being
 * watched only: {@link #forget} what is settled. Used by one thread.
 */
public final class Settle {
    /** After a marker or a renaming: what a copy that runs late still needs to show itself. */
    static final Duration GRACE = Duration.ofSeconds(3);

    /** What is suspicious (a missing marker, a missing main file, a temporary file left in a folder) waits so many quiet periods. */
    static final int SUSPICIOUS = 10;

    /** A folder with a file of zero bytes may wait for that file's content: so many quiet periods. */
    static final int EMPTY_INSIDE = 3;

    private static final Duration MARKER_OVERDUE = Duration.ofHours(1);

    private final Ticks ticks;
    private final Map<String, Observation> observations = new HashMap<>();
    private final Map<String, FileState> temporaries = new HashMap<>();

    private record Observation(String state, long changedAt, boolean renamed) {}

    public Settle(Ticks ticks) {
        this.ticks = ticks;
    }

    /** A file was seen under a temporary name. */
    public void temporary(String source, FileState state) {
        if (!state.identity().isEmpty()) {
            temporaries.put(source + '\0' + state.identity(), state);
        }
    }

    public Judgement judge(WatchedSource source, Candidate candidate) {
        String id = id(candidate.source(), candidate.name());
        String state = candidate.state();
        long now = ticks.nanos();
        Observation seen = observations.get(id);
        if (seen == null || !seen.state().equals(state)) {
            // Only what is first seen complete under its final name came by renaming; a change later undoes that.
            seen = new Observation(state, now, seen == null && cameByRenaming(candidate));
            observations.put(id, seen);
        }
        Duration unchanged = Duration.ofNanos(now - seen.changedAt());
        return rule(source, candidate, seen, unchanged);
    }

    private static Judgement rule(WatchedSource source, Candidate candidate, Observation seen, Duration unchanged) {
        if (candidate.marked()) {
            return after(GRACE, unchanged, Verdict.MARKER, "its marker is there; a last look");
        }
        if (candidate.bytes() == 0) {
            return new Judgement.Held("it has no bytes yet");
        }
        Duration quiet = source.quiet();
        if (source.marker() != null) {
            Duration overdue = quiet.multipliedBy(SUSPICIOUS);
            Duration needed = overdue.compareTo(MARKER_OVERDUE) > 0 ? overdue : MARKER_OVERDUE;
            return after(needed, unchanged, Verdict.LONG_QUIET, "its marker " + source.marker() + " has not come");
        }
        if (seen.renamed()) {
            Duration needed = quiet.compareTo(GRACE) < 0 ? quiet : GRACE;
            return after(needed, unchanged, Verdict.RENAMED, "it got its final name; a last look");
        }
        if (candidate.orphan()) {
            return after(quiet.multipliedBy(SUSPICIOUS), unchanged, Verdict.LONG_QUIET, "its main file has not come");
        }
        if (candidate.unfinishedInside()) {
            return after(quiet.multipliedBy(SUSPICIOUS), unchanged, Verdict.LONG_QUIET, "a temporary file lies in it");
        }
        if (candidate.holdsEmptyFile()) {
            return after(
                    quiet.multipliedBy(EMPTY_INSIDE), unchanged, Verdict.LONG_QUIET, "a file in it has no bytes yet");
        }
        return after(
                quiet,
                unchanged,
                Verdict.QUIET,
                "quiet for " + unchanged.toSeconds() + " of " + quiet.toSeconds() + " s");
    }

    private static Judgement after(Duration needed, Duration unchanged, Verdict verdict, String reason) {
        Duration left = needed.minus(unchanged);
        return left.isNegative() || left.isZero()
                ? new Judgement.Finished(verdict)
                : new Judgement.Waiting(reason, left);
    }

    private boolean cameByRenaming(Candidate candidate) {
        if (candidate.files().size() != 1) {
            return false;
        }
        FileState now = candidate.files().get(0).state();
        // Identity alone may be a number used again: size and time must be those that the temporary file had, too.
        return now.equals(temporaries.get(candidate.source() + '\0' + now.identity()));
    }

    /** The candidate is settled or gone: nothing is remembered of it. */
    public void forget(String source, String name) {
        observations.remove(id(source, name));
    }

    /** It moved while it was sent: watch anew from now. */
    public void startAnew(Candidate candidate) {
        observations.put(
                id(candidate.source(), candidate.name()), new Observation(candidate.state(), ticks.nanos(), false));
    }

    /** After a complete scan of a source: drops what was not seen in it. */
    public void retain(String source, Set<String> names) {
        observations
                .keySet()
                .removeIf(id -> id.startsWith(source + '\0') && !names.contains(id.substring(source.length() + 1)));
    }

    /** After a complete scan of a source: temporary files not seen in it are remembered for one scan more, in which their final name shows. */
    public void retainTemporaries(String source, Set<FileState> stillThere) {
        Set<String> identities = new HashSet<>();
        stillThere.forEach(state -> identities.add(source + '\0' + state.identity()));
        temporaries.keySet().removeIf(id -> id.startsWith(source + '\0') && !identities.contains(id));
    }

    private static String id(String source, String name) {
        return source + '\0' + name;
    }
}
