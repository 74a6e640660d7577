package gedeon.sync.agent;

import gedeon.client.GedeonClient;
import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.client.wire.SourceBody;
import gedeon.sync.scan.WatchedSource;
import gedeon.sync.settle.Ticks;
import gedeon.sync.status.Board;
import gedeon.sync.transfer.BackOff;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The watched folders as the server says, fetched each minute. Read by any thread, refreshed by one. */
final class Sources {
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);
    private static final String STEP = "sources";

    private final GedeonClient client;
    private final Ticks ticks;
    private final BackOff backOff;
    private final Complaints complaints;
    private final Board board;
    private volatile List<WatchedSource> watched = List.of();
    private List<SourceBody> told = List.of();
    private long at;
    private boolean known;

    Sources(GedeonClient client, Ticks ticks, BackOff backOff, Complaints complaints, Board board) {
        this.client = client;
        this.ticks = ticks;
        this.backOff = backOff;
        this.complaints = complaints;
        this.board = board;
    }

    List<WatchedSource> watched() {
        return watched;
    }

    /** The server said them once, or said that there are none. */
    boolean known() {
        return known;
    }

    /** They are fetched the next time, however fresh they are. */
    void stale() {
        at = ticks.nanos() - GOOD_FOR.toNanos();
    }

    /**
     * Fetches them where they are too old, or others are in force; true if they are not what they were. Throws what the client throws only as long as none are
     * known: a single run should say so with its exit code.
     */
    boolean refresh(BooleanSupplier othersInForce) {
        boolean fresh = known && !othersInForce.getAsBoolean() && ticks.nanos() - at < GOOD_FOR.toNanos();
        if (fresh || !backOff.mayTry(STEP)) {
            return false;
        }
        try {
            boolean changed = take(client.agent().sources().items());
            at = ticks.nanos();
            known = true;
            backOff.succeeded(STEP);
            complaints.over("server");
            return changed;
        } catch (ProblemException | Unreachable e) {
            backOff.failed(STEP);
            if (!known) {
                complaints.keep(e);
                throw e;
            }
            complaints.server(e, "the list of sources could not be fetched, the last one is used: " + e.getMessage());
            return false;
        }
    }

    private boolean take(List<SourceBody> bodies) {
        if (bodies.equals(told)) {
            return false;
        }
        List<WatchedSource> fresh = new ArrayList<>();
        bodies.forEach(body -> add(fresh, body));
        watched = fresh;
        board.watched(fresh);
        told = bodies;
        return true;
    }

    private void add(List<WatchedSource> fresh, SourceBody body) {
        try {
            fresh.add(new WatchedSource(body));
        } catch (IllegalArgumentException e) {
            complaints.say(
                    body.name(),
                    "source " + body.name() + " cannot be used, correct it on the server: " + e.getMessage());
        }
    }

    /** Folders that are acquisitions of another source. */
    Predicate<Path> elsewhere(WatchedSource source) {
        List<WatchedSource> others =
                watched.stream().filter(other -> other != source).toList();
        return directory -> others.stream().anyMatch(other -> other.claims(directory));
    }
}
