package gedeon.sync.agent;

import gedeon.client.GedeonClient;
import gedeon.client.Obstacle;
import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.kernel.FinishRule;
import gedeon.sync.centre.Orders;
import gedeon.sync.journal.Known;
import gedeon.sync.journal.Progress;
import gedeon.sync.presence.Presence;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.Hints;
import gedeon.sync.scan.Scan;
import gedeon.sync.scan.Sightings;
import gedeon.sync.scan.WatchedSource;
import gedeon.sync.settle.DiskGlimpse;
import gedeon.sync.settle.Glimpse;
import gedeon.sync.settle.Judgement;
import gedeon.sync.settle.Settle;
import gedeon.sync.settle.Ticks;
import gedeon.sync.settle.Verdict;
import gedeon.sync.status.Board;
import gedeon.sync.transfer.BackOff;
import gedeon.sync.transfer.Transport;
import gedeon.sync.verify.Declaration;
import gedeon.sync.verify.LaterLook;
import gedeon.sync.verify.Recovery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes over the watched folders: scan, judge, and hand what is finished to a few senders, while the next pass goes on. Scanning and judging
 * happen on the thread that calls; a long upload never delays the look at the other files.
 */
public final class Agent implements AutoCloseable {
    private static final Duration LONGEST_NAP = Duration.ofSeconds(10);
    private static final Duration NEXT_TRY = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration SHORTEST_NAP = Duration.ofMillis(250);
    private static final Duration RECEIPT_LOOK = Duration.ofSeconds(1);

    private final Progress progress;
    private final Ticks ticks;
    private final Conditions conditions;
    private final Consumer<String> lines;
    private final Settle settle;
    private final BackOff backOff;
    private final Tally tally = new Tally();
    private final Complaints complaints;
    private final Sources sources;
    private final LaterLook laterLook;
    private final Recovery recovery;
    private final Delivery delivery;
    private final Heartbeat heartbeat;
    private final Senders senders = new Senders();
    private final Presence presence;
    private final Board board;

    private final Rounds rounds;
    private @Nullable Hints hints;
    private volatile Orders orders = Orders.none();

    /** What is being written, as far as is known: it waits for a sign, or for quiet. */
    private final Set<String> acquiring = new HashSet<>();

    private long rescanBegun;

    Agent(
            GedeonClient client,
            Progress progress,
            Transport transport,
            Ticks ticks,
            Conditions conditions,
            Presence presence,
            Consumer<String> lines) {
        this(client, progress, transport, ticks, conditions, presence, new DiskGlimpse(), lines);
    }

    Agent(
            GedeonClient client,
            Progress progress,
            Transport transport,
            Ticks ticks,
            Conditions conditions,
            Presence presence,
            Glimpse glimpse,
            Consumer<String> lines) {
        this.presence = presence;
        this.board = new Board(Clock.systemUTC(), presence.memory());
        this.progress = progress;
        this.ticks = ticks;
        this.conditions = conditions;
        this.lines = line -> lines.accept(Obstacle.plain(line, Locale.ENGLISH));
        this.complaints = new Complaints(client, tally, this.lines);
        this.heartbeat = new Heartbeat(client, progress, tally, conditions, this.lines);
        this.rounds = new Rounds(ticks);
        this.settle = new Settle(ticks, glimpse);
        this.backOff = new BackOff(ticks);
        this.sources = new Sources(client, ticks, backOff, complaints, board);
        this.laterLook = new LaterLook(progress, ticks);
        this.recovery = new Recovery(client, progress);
        AskedRoom room = new AskedRoom(client, backOff, ticks);
        this.delivery = new Delivery(
                progress, transport, room, new Declaration(client), laterLook, recovery, backOff, tally, this.lines);
        progress.lost().ifPresent(sentence -> complaints.say("journal", sentence));
    }

    /** From now on it does as it is told there. */
    void obey(Orders told) {
        orders = told;
        delivery.obey(told);
        heartbeat.obey(
                told,
                () -> sources.watched().stream()
                        .filter(WatchedSource::named)
                        .map(source -> source.rule().id())
                        .distinct()
                        .toList());
    }

    /** Signs of life in another rhythm, before it runs. */
    void beatEvery(Duration other) {
        heartbeat.every(other);
    }

    /**
     * What one pass left: how many candidates wait for time alone and how long the shortest of them has to; how many are held; whether there are more than can be
     * watched or sent at once.
     */
    record Pass(int waiting, int held, boolean more, Duration shortest) {}

    /** Runs until told to stop, with a heartbeat each minute about the disk that holds {@code home}. */
    RunReport run(BooleanSupplier stop, Path home) throws IOException {
        GiveBack giveBack = new GiveBack(ticks, System::gc);
        try (Hints told = Hints.of(home, lines)) {
            hints = told;
            heartbeat.start(home);
            while (!stop.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
                if (rounds.allDue() || toldToLook()) {
                    allPatiently(told);
                } else if (rounds.partMayBegin()) {
                    partly(told);
                }
                conditions.look(home, tally, lines);
                giveBack.after(tally.files(), senders.isIdle());
                // Sources and orders are looked after meanwhile, whatever the folders need.
                Duration rest = rounds.rest();
                nap(
                        rest.compareTo(LONGEST_NAP) < 0 ? rest : LONGEST_NAP,
                        () -> stop.getAsBoolean() || toldToLook() || rounds.partMayBegin() && told.any());
            }
        } finally {
            conditions.look(home, tally, lines);
        }
        return tally.report(progress.backlog().waiting());
    }

    /**
     * Passes until nothing is left that a little time would settle: everything found was sent, refused or failed, has no bytes yet, or
     * changed for longer than the longest quiet period needs twice.
     */
    RunReport runToRest(BooleanSupplier stop, Path home) {
        try {
            passesToRest(stop);
        } finally {
            conditions.look(home, tally, lines);
        }
        heartbeat.now(home);
        return tally.report(progress.backlog().waiting());
    }

    private void passesToRest(BooleanSupplier stop) {
        long start = ticks.nanos();
        while (!stop.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            Pass pass = runOnce();
            awaitSenders(stop);
            Duration longest = sources.watched().stream()
                    .map(WatchedSource::rhythm)
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            Duration patience = longest.multipliedBy(2).plusSeconds(10);
            boolean moved = senders.anythingMoved();
            boolean worthWaiting =
                    moved || pass.waiting() > 0 && pass.shortest().compareTo(longest.multipliedBy(4)) < 0;
            if (!worthWaiting || Duration.ofNanos(ticks.nanos() - start).compareTo(patience) > 0) {
                break;
            }
            nap(pass.shortest(), stop);
        }
    }

    /** A pass that takes a server which is not there yet as a reason to wait. */
    private void allPatiently(Hints told) {
        long start = ticks.nanos();
        told.lookBegins();
        try {
            Pass pass = runOnce();
            rounds.lookedAtAll(
                    Duration.ofNanos(ticks.nanos() - start),
                    told.sure(),
                    pass.more() || !sources.known(),
                    pass.waiting() > 0,
                    pass.shortest());
        } catch (ProblemException | Unreachable e) {
            if (e instanceof ProblemException refused && refused.status() == 401) {
                throw e;
            }
            complaints.server(e, "waiting for the server: " + e.getMessage());
        }
    }

    /** A look at the folders in which something changed or is due. */
    private void partly(Hints told) {
        obeySettings();
        if (sources.refresh(orders::sourcesChanged) || told.overflown()) {
            rounds.allSoon(Duration.ZERO);
        }
        Set<Path> folders = rounds.take();
        folders.addAll(told.take());
        if (folders.isEmpty()) {
            return;
        }
        long start = ticks.nanos();
        for (WatchedSource source : sources.watched()) {
            Look look = new Look(source);
            Scan.part(source, sources.elsewhere(source), folders, look);
            settle.scanned();
            send(source, look);
            if (look.more) {
                rounds.allSoon(LONGEST_NAP);
            }
        }
        conditions.acquiring(!acquiring.isEmpty());
        rounds.lookedAtPart(Duration.ofNanos(ticks.nanos() - start));
    }

    /** One pass over all sources. What is finished goes to the senders, which may still be at work when this returns. */
    Pass runOnce() {
        long rescan = orders.rescanWanted();
        if (rescan != 0 && rescan != rescanBegun) {
            rescanBegun = rescan;
            backOff.forget();
            sources.stale();
        }
        obeySettings();
        sources.refresh(orders::sourcesChanged);
        recover();
        acquiring.clear();
        int waiting = 0;
        int held = 0;
        boolean more = false;
        boolean whole = true;
        Duration shortest = LONGEST_NAP;
        for (WatchedSource source : sources.watched()) {
            Look look = new Look(source);
            progress.lookBegins(source.name());
            board.looking(source);
            boolean seen = Scan.of(source, sources.elsewhere(source), look);
            settle.scanned();
            boolean complete =
                    seen && presence.believes(source, look.seen > 0, () -> progress.waits(source.name()), look);
            board.looked(source, look.seen, seen, complete);
            whole &= complete;
            if (complete) {
                settle.retain(source.name(), name -> progress.isThere(source.name(), name));
                delivery.retain(source.name(), name -> progress.isThere(source.name(), name));
                progress.retain(source.name());
                tally.wellAgain(source.name());
            }
            settle.retainTemporaries(source.name(), look.temporaries);
            send(source, look);
            waiting += look.waiting;
            held += look.held;
            more |= look.more;
            shortest = look.shortest.compareTo(shortest) < 0 ? look.shortest : shortest;
        }
        conditions.acquiring(!acquiring.isEmpty());
        if (rescan != 0 && whole) {
            orders.rescanned(rescan);
        }
        int nowWaiting = waiting;
        int nowHeld = held;
        orders.debug(() -> "looked at " + sources.watched().size() + " sources: " + nowWaiting
                + " may be still written, " + nowHeld + " are held back, " + senders.size() + " under way");
        return new Pass(waiting, held, more, sources.known() ? shortest : Duration.ofSeconds(1));
    }

    private void send(WatchedSource source, Look look) {
        if (!look.finished.isEmpty()) {
            progress.force();
        }
        look.finished.forEach(done -> send(source, done.candidate(), done.verdict()));
    }

    /** Before anything is sent: what the server has already is not to be sent again. */
    private void recover() {
        if (!progress.wanting()) {
            return;
        }
        int taken = recovery.run();
        if (taken > 0) {
            lines.accept("the server told of " + taken + (taken == 1 ? " acquisition" : " acquisitions")
                    + " that this journal did not know");
        }
    }

    private record Done(Candidate candidate, Verdict verdict) {}

    /** What one scan of one source shows. */
    private final class Look implements Sightings {
        private final WatchedSource source;
        private final Set<FileState> temporaries = new HashSet<>();
        private final List<Done> finished = new ArrayList<>();
        private Duration shortest;
        private int seen;
        private int waiting;
        private int held;
        private boolean more;

        private Look(WatchedSource source) {
            this.source = source;
            Duration half = source.rhythm().dividedBy(2);
            this.shortest = half.compareTo(LONGEST_NAP) < 0 ? half : LONGEST_NAP;
        }

        @Override
        public boolean folder(Path folder) {
            Hints told = hints;
            return told != null && told.watch(source.folder(), folder);
        }

        @Override
        public boolean known(String name, long print) {
            seen++;
            progress.there(source.name(), name);
            if (!progress.unchanged(source.name(), name, print) || laterLook.due(source.name(), name)) {
                return false;
            }
            settle.forget(source.name(), name);
            if (!acquiring.isEmpty()) {
                acquiring.remove(source.name() + '\0' + name);
            }
            return true;
        }

        @Override
        public void candidate(Candidate candidate) {
            String id = id(candidate);
            acquiring.remove(id);
            if (senders.has(id)) {
                return;
            }
            if (senders.isFull(finished.size())) {
                waiting++;
                more = true;
                return;
            }
            if (senders.saysMoved(id)) {
                settle.startAnew(candidate);
            }
            Known known = progress.known(candidate.source(), candidate.name()).orElse(null);
            if (known != null && known.received(candidate.content())) {
                settle.forget(candidate.source(), candidate.name());
                if (known.unsent()) {
                    // It changed, and was put back before it was sent.
                    progress.reopened(candidate.source(), candidate.name());
                }
                if (laterLook.due(candidate)) {
                    sendOff(source, candidate, () -> lookAgain(candidate));
                }
                return;
            }
            if (settle.isFull() && !settle.watches(candidate.source(), candidate.name())) {
                waiting++;
                more = true;
                return;
            }
            judge(candidate, known);
        }

        private void judge(Candidate candidate, @Nullable Known known) {
            if (known == null) {
                progress.seen(candidate.source(), candidate.name());
            }
            Verdict before = known == null ? null : known.verdict();
            if (known != null && before != null && candidate.content().equals(known.content())) {
                // Settled before a restart or before a failed try, and still the same: the promise stands.
                finished.add(new Done(candidate, before));
                if (known.verifying(candidate.content())) {
                    waiting++;
                    shortest = RECEIPT_LOOK.compareTo(shortest) < 0 ? RECEIPT_LOOK : shortest;
                }
                return;
            }
            Judgement judgement = settle.judge(source, candidate);
            orders.debug(() -> candidate.name() + ": " + judgement);
            if (judgement instanceof Judgement.Finished done) {
                progress.settled(candidate.source(), candidate.name(), candidate.content(), done.verdict());
                forgetTrouble(candidate);
                finished.add(new Done(candidate, done.verdict()));
            } else if (judgement instanceof Judgement.Waiting wait) {
                waiting++;
                acquiring.add(id(candidate));
                shortest = wait.left().compareTo(shortest) < 0 ? wait.left() : shortest;
                rounds.due(where(source, candidate), wait.left());
            } else {
                held++;
                rounds.due(where(source, candidate), LONGEST_NAP);
            }
        }

        @Override
        public void temporary(String name, FileState state) {
            temporaries.add(state);
            settle.temporary(name, state);
        }

        @Override
        public void trouble(String name, Path where, String reason) {
            complaints.say(name, "source " + name + ": " + where + " " + reason);
        }
    }

    /** It is another content than the one that failed: a file that was locked for hours is tried at once when it was closed. */
    private void forgetTrouble(Candidate candidate) {
        String id = id(candidate);
        backOff.succeeded(id);
        candidate.files().forEach(file -> backOff.succeeded(id + '\0' + file.path()));
    }

    private void send(WatchedSource source, Candidate candidate, Verdict verdict) {
        if (delivery.due(candidate) && !orders.paused()) {
            sendOff(source, candidate, () -> delivery.deliver(source, candidate, verdict));
        } else {
            rounds.due(where(source, candidate), NEXT_TRY);
        }
    }

    private boolean lookAgain(Candidate candidate) {
        List<String> changed = laterLook.look(candidate);
        if (!changed.isEmpty()) {
            lines.accept(candidate.name() + " changed after it was sent, without a sign in size or time: "
                    + String.join(", ", changed) + "; it is watched and sent anew");
        }
        return changed.isEmpty();
    }

    /** Work on a sender; false from it: the candidate must be watched anew. */
    private void sendOff(WatchedSource source, Candidate candidate, BooleanSupplier work) {
        senders.send(id(candidate), () -> done(candidate, work), () -> lookNext(source, candidate));
    }

    private boolean done(Candidate candidate, BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (RuntimeException e) {
            backOff.failed(id(candidate));
            complaints.say(id(candidate), candidate.name() + " could not be sent: " + e);
            return true;
        }
    }

    private void lookNext(WatchedSource source, Candidate candidate) {
        Known known = progress.known(candidate.source(), candidate.name()).orElse(null);
        if (known == null || known.unsent()) {
            rounds.due(where(source, candidate), NEXT_TRY);
        } else if (known.verdict() != null && known.verdict().provisional()) {
            rounds.due(where(source, candidate), LaterLook.LATER);
        }
    }

    /** The folder to look at for it. */
    private static Path where(WatchedSource source, Candidate candidate) {
        if (source.kind() == FinishRule.Kind.FOLDER) {
            return source.folder().resolve(candidate.name());
        }
        Path folder = candidate.files().get(0).file().getParent();
        return folder == null ? source.folder() : folder;
    }

    /** Until no sender is at work, or until told to stop. */
    void awaitSenders(BooleanSupplier stop) {
        senders.await(stop);
    }

    private void obeySettings() {
        senders.resize(orders.senders(Senders.USUALLY));
        conditions.limits(orders.bandwidth()).ifPresent(sentence -> complaints.say("bandwidth", sentence));
    }

    /** How the watched folders stand. */
    Board board() {
        return board;
    }

    /** What is wrong, a sentence each. */
    List<String> troubles() {
        return tally.messages();
    }

    private static void nap(Duration length, BooleanSupplier enough) {
        Duration nap = length.compareTo(SHORTEST_NAP) < 0 ? SHORTEST_NAP : length;
        long end = System.nanoTime() + nap.toNanos();
        try {
            while (System.nanoTime() < end && !enough.getAsBoolean()) {
                Thread.sleep(Math.max(1, Math.min(STEP.toMillis(), (end - System.nanoTime()) / 1_000_000)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An order to look at everything anew came, and nothing was done for it yet. */
    private boolean toldToLook() {
        long wanted = orders.rescanWanted();
        return wanted != 0 && wanted != rescanBegun;
    }

    private static String id(Candidate candidate) {
        return candidate.source() + '\0' + candidate.name();
    }

    @Override
    public void close() {
        heartbeat.close();
        if (!senders.end()) {
            lines.accept("an upload is cut off; it is taken up at the next start");
        }
    }
}
