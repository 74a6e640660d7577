package gedeon.sync.agent;

import gedeon.client.GedeonClient;
import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.client.wire.NewReservation;
import gedeon.client.wire.Problem;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.settle.Ticks;
import gedeon.sync.transfer.BackOff;
import gedeon.sync.transfer.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Room for whole acquisitions, which the server is asked to keep before the first byte of one goes: what has no room sends nothing. The server knows them by
 * name, so that nothing is kept here beyond the process. Thread-safe; one asks at a time.
 */
final class AskedRoom {
    /** Between two questions whether a full notebook has room again. What was refused waits a little longer, for others to be asked before it. */
    static final Duration PAUSE = Duration.ofMinutes(15);

    private static final Duration BEHIND = Duration.ofMinutes(1);

    /** The server keeps it for seven days: it is asked to go on long before. */
    private static final Duration GOOD_FOR = Duration.ofDays(1);

    /** A server that does not know of reservations may be a newer one after its next start. */
    private static final Duration UNKNOWN_FOR = Duration.ofHours(1);

    private static final String ROOM = "room in the bucket";
    private static final String ROUTE = "reservations";

    private final GedeonClient client;
    private final BackOff backOff;
    private final Ticks ticks;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    AskedRoom(GedeonClient client, BackOff backOff, Ticks ticks) {
        this.client = client;
        this.backOff = backOff;
        this.ticks = ticks;
    }

    /** @param content that it was asked for; another one is another size */
    private record Held(String source, String name, String content, String id, long since) {}

    /**
     * Whether files of an acquisition may go.
     *
     * @param why they may not; null where that was told before
     */
    record Answer(boolean go, @Nullable Sent why) {
        static final Answer GO = new Answer(true, null);
        static final Answer LATER = new Answer(false, null);
    }

    /** The reservation to send a file in; null where there is none. */
    @Nullable String of(String thing) {
        Held there = held.get(thing);
        return there == null ? null : there.id();
    }

    /** @param missing files that are not stored yet */
    Answer ask(String thing, Candidate candidate, List<FoundFile> missing) {
        if (missing.isEmpty() || !backOff.mayTry(ROUTE)) {
            return Answer.GO;
        }
        String content = candidate.content();
        if (holds(thing, content)) {
            return Answer.GO;
        }
        synchronized (this) {
            if (!backOff.mayTry(ROUTE)) {
                return Answer.GO;
            }
            return backOff.mayTry(ROOM) ? asked(thing, candidate, content, missing) : Answer.LATER;
        }
    }

    private boolean holds(String thing, String content) {
        Held there = held.get(thing);
        return there != null && there.content().equals(content) && ticks.nanos() - there.since() < GOOD_FOR.toNanos();
    }

    private Answer asked(String thing, Candidate candidate, String content, List<FoundFile> missing) {
        long bytes = missing.stream().mapToLong(file -> file.state().size()).sum();
        try {
            String id = client.agent()
                    .reserve(new NewReservation(candidate.name(), candidate.source(), bytes, missing.size()))
                    .reservation();
            held.values().removeIf(one -> ticks.nanos() - one.since() >= GOOD_FOR.toNanos());
            held.put(thing, new Held(candidate.source(), candidate.name(), content, id, ticks.nanos()));
            backOff.succeeded(thing);
            backOff.succeeded(ROOM);
            return Answer.GO;
        } catch (ProblemException e) {
            return refused(thing, candidate, e);
        } catch (Unreachable e) {
            backOff.pause(ROOM, Delivery.AWAY_PAUSE);
            return new Answer(false, new Sent.NoWay(String.valueOf(e.getMessage())));
        }
    }

    private Answer refused(String thing, Candidate candidate, ProblemException e) {
        if (e.status() == 404) {
            backOff.pause(ROUTE, UNKNOWN_FOR);
            return Answer.GO;
        }
        if (e.status() == 403 && Problem.QUOTA_EXCEEDED.equals(e.title())) {
            backOff.pause(ROOM, PAUSE);
            backOff.pause(thing, PAUSE.plus(BEHIND));
            return new Answer(false, new Sent.QuotaFull(e.detail()));
        }
        if (e.status() == 401) {
            backOff.pause(ROOM, PAUSE);
            return new Answer(false, new Sent.Revoked(String.valueOf(e.getMessage())));
        }
        backOff.failed(thing);
        return new Answer(false, new Sent.Failed(candidate.name() + " waits for room: " + e.getMessage()));
    }

    /** What was kept is not there any more, or too small: it is asked for anew. */
    void forget(String thing) {
        held.remove(thing);
    }

    /** Gives back what was kept for acquisitions that are not there any more. */
    void retain(String source, Predicate<String> isThere) {
        for (Map.Entry<String, Held> one : held.entrySet()) {
            Held gone = one.getValue();
            if (gone.source().equals(source) && !isThere.test(gone.name()) && held.remove(one.getKey(), gone)) {
                try {
                    client.agent().endReservation(gone.id());
                } catch (ProblemException | Unreachable e) {
                    // It ends by itself.
                    System.getLogger(AskedRoom.class.getName())
                            .log(System.Logger.Level.DEBUG, "room for " + gone.name() + " is not given back", e);
                }
            }
        }
    }
}
