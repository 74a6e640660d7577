package gedeon.sync.settle;

import gedeon.kernel.FinishRule;
import gedeon.kernel.FinishSign;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.scan.WatchedSource;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Judges by the rule of a source. Remembers, for each candidate, its last state and when a change was last seen on the monotonic clock. Memory is for what is
 * being watched only: {@link #forget} what is settled. Used by one thread.
 */
public final class Settle {
    /** After a renaming: what a copy that runs late still needs to show itself. */
    static final Duration GRACE = Duration.ofSeconds(3);

    /** What is suspicious (a missing main file, a temporary file left in a folder) waits so many quiet periods. */
    static final int SUSPICIOUS = 10;

    /** A folder with a file of zero bytes may wait for that file's content: so many quiet periods. */
    static final int EMPTY_INSIDE = 3;

    private static final int MOST = 50_000;

    private static final String RENAMED = "temp-then-rename";
    private static final double RENAMED_CONFIDENCE = 0.95;
    private static final String LONG_QUIET = "long-quiet-period";
    private static final double LONG_QUIET_CONFIDENCE = 0.5;

    private final Ticks ticks;
    private final Glimpse glimpse;
    private final Showing showing;
    private final Map<String, Observation> observations = new HashMap<>();
    private final Map<String, FileState> temporaries = new HashMap<>();
    private final Map<String, Newest> newest = new HashMap<>();
    private long scan;

    /**
     * @param scan the scan that saw that change
     * @param begun it has more than a placeholder has
     * @param files what was asked of its files, which have not changed since, by sign: what is wanting, empty where nothing is
     * @param ends the same, of how they end
     */
    private record Observation(
            String state,
            long changedAt,
            long scan,
            boolean renamed,
            boolean begun,
            Map<FinishSign, String> files,
            Map<FinishSign, String> ends) {
        Observation(String state, long changedAt, long scan, boolean renamed, boolean begun) {
            this(state, changedAt, scan, renamed, begun, new HashMap<>(0), new HashMap<>(0));
        }
    }

    /** What has begun last in a folder, and the scan that saw it. */
    private record Newest(String name, long scan) {}

    public Settle(Ticks ticks, Glimpse glimpse) {
        this.ticks = ticks;
        this.glimpse = glimpse;
        this.showing = new Showing(glimpse);
    }

    /** A scan is over: what the next one sees first came after what this one saw. */
    public void scanned() {
        scan++;
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
            boolean begun = candidate.bytes() >= Math.max(1, source.rule().least());
            if (begun && (seen == null || !seen.begun())) {
                newest.put(folder(candidate), new Newest(candidate.name(), scan));
            }
            // Only what is first seen complete under its final name came by renaming; a change later undoes that.
            seen = new Observation(state, now, scan, seen == null && cameByRenaming(candidate), begun);
            observations.put(id, seen);
        }
        return rule(source, candidate, seen, Duration.ofNanos(now - seen.changedAt()));
    }

    private Judgement rule(WatchedSource source, Candidate candidate, Observation seen, Duration unchanged) {
        FinishRule rule = source.rule();
        String missing = "";
        for (FinishSign sign : rule.signs()) {
            // What is not whole by its names is finished by its marker, or by a long quiet.
            if ((candidate.orphan() || candidate.unfinishedInside())
                    && sign.by() != FinishSign.By.MARKER
                    && sign.by() != FinishSign.By.QUIET) {
                continue;
            }
            if (sign.by() != FinishSign.By.MARKER && candidate.bytes() < Math.max(1, rule.least())) {
                return new Judgement.Held(
                        candidate.bytes() == 0
                                ? "it has no bytes yet"
                                : "it has " + candidate.bytes() + " bytes, and its like never less than "
                                        + rule.least());
            }
            if (sign.by() == FinishSign.By.QUIET && seen.renamed() && missing.isEmpty()) {
                Duration rest = source.rhythm().compareTo(GRACE) < 0 ? source.rhythm() : GRACE;
                return after(
                        rest,
                        unchanged,
                        new Verdict(source.word(RENAMED), RENAMED_CONFIDENCE, false),
                        "it got its final name; a last look");
            }
            if (sign.by() == FinishSign.By.CLOSED) {
                Glimpse.Held held = held(candidate);
                if (held == Glimpse.Held.OPEN) {
                    return new Judgement.Held("a program holds it open for writing");
                }
                if (held == Glimpse.Held.UNKNOWN) {
                    continue;
                }
            }
            if (sign.by() == FinishSign.By.NEXT_FILE && (!nextHasBegun(candidate, seen) || isHeld(rule, candidate))) {
                continue;
            }
            String lacks = lacks(rule, sign, candidate, seen);
            if (lacks.isEmpty()) {
                return sign.by() == FinishSign.By.QUIET
                        ? quiet(source, sign, candidate, unchanged, missing)
                        : shown(source, sign, unchanged);
            }
            missing = missing.isEmpty() ? lacks : missing;
        }
        return new Judgement.Held(missing.isEmpty() ? "no sign of its rule shows" : missing);
    }

    private static Judgement shown(WatchedSource source, FinishSign sign, Duration unchanged) {
        return after(
                Duration.ofSeconds(sign.restSeconds()),
                unchanged,
                new Verdict(source.word(sign.word()), sign.confidence(), false),
                "its sign is there (" + sign.word() + "); a last look");
    }

    private static Judgement quiet(
            WatchedSource source, FinishSign sign, Candidate candidate, Duration unchanged, String missing) {
        Duration rest = Duration.ofSeconds(sign.restSeconds());
        Verdict late = new Verdict(source.word(LONG_QUIET), Math.min(sign.confidence(), LONG_QUIET_CONFIDENCE), true);
        if (candidate.orphan()) {
            return after(rest.multipliedBy(SUSPICIOUS), unchanged, late, "its main file has not come");
        }
        if (candidate.unfinishedInside()) {
            return after(rest.multipliedBy(SUSPICIOUS), unchanged, late, "a temporary file lies in it");
        }
        if (candidate.holdsEmptyFile()) {
            return after(rest.multipliedBy(EMPTY_INSIDE), unchanged, late, "a file in it has no bytes yet");
        }
        if (!missing.isEmpty()) {
            return after(rest, unchanged, late, missing);
        }
        return after(
                rest,
                unchanged,
                new Verdict(source.word(sign.word()), sign.confidence(), true),
                "quiet for " + unchanged.toSeconds() + " of " + rest.toSeconds() + " s");
    }

    /** What is in it is looked at once for each state; files beside it come and go by themselves. */
    private String lacks(FinishRule rule, FinishSign sign, Candidate candidate, Observation seen) {
        String files = rule.kind() == FinishRule.Kind.FOLDER
                ? seen.files().computeIfAbsent(sign, asked -> showing.lacksFiles(rule, asked, candidate))
                : showing.lacksFiles(rule, sign, candidate);
        if (!files.isEmpty() || sign.ends().isEmpty()) {
            return files;
        }
        try {
            return seen.ends().computeIfAbsent(sign, asked -> showing.lacksEnds(rule, asked, candidate));
        } catch (UncheckedIOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Glimpse.Held held(Candidate candidate) {
        Glimpse.Held all = Glimpse.Held.CLOSED;
        for (FoundFile file : candidate.files()) {
            Glimpse.Held one = glimpse.held(file);
            if (one == Glimpse.Held.OPEN) {
                return one;
            }
            all = one == Glimpse.Held.UNKNOWN ? one : all;
        }
        return all;
    }

    /** Where the rule asks for handles: somebody writes it still, and what has begun beside it was a copy, or of another instrument. */
    private boolean isHeld(FinishRule rule, Candidate candidate) {
        return rule.signs().stream().anyMatch(sign -> sign.by() == FinishSign.By.CLOSED)
                && held(candidate) == Glimpse.Held.OPEN;
    }

    /** Another one has begun in the same folder after the last change of this one: seen by a later scan, for what one scan sees has no order. */
    private boolean nextHasBegun(Candidate candidate, Observation seen) {
        Newest last = newest.get(folder(candidate));
        return last != null && !last.name().equals(candidate.name()) && last.scan() > seen.scan();
    }

    private static String folder(Candidate candidate) {
        int slash = candidate.name().lastIndexOf('/');
        return id(candidate.source(), slash < 0 ? "" : candidate.name().substring(0, slash));
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
        if (observations.isEmpty()) {
            return;
        }
        observations.remove(id(source, name));
    }

    /** It moved while it was sent: watch anew from now. */
    public void startAnew(Candidate candidate) {
        observations.put(
                id(candidate.source(), candidate.name()),
                new Observation(candidate.state(), ticks.nanos(), scan, false, true));
    }

    /** After a complete scan of a source: drops what was not seen in it. */
    public void retain(String source, Predicate<String> isThere) {
        String prefix = source + '\0';
        observations.keySet().removeIf(id -> id.startsWith(prefix) && !isThere.test(id.substring(prefix.length())));
        newest.entrySet()
                .removeIf(one -> one.getKey().startsWith(prefix)
                        && !isThere.test(one.getValue().name()));
    }

    /** So many candidates are watched at once; the others wait for their turn. */
    public boolean isFull() {
        return observations.size() >= MOST;
    }

    public boolean watches(String source, String name) {
        return observations.containsKey(id(source, name));
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
