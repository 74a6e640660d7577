package gedeon.sync.agent;

import gedeon.client.GedeonClient;
import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.client.wire.SourceBody;
import gedeon.sync.journal.Known;
import gedeon.sync.journal.Progress;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.Scan;
import gedeon.sync.scan.Sightings;
import gedeon.sync.scan.WatchedSource;
import gedeon.sync.settle.DiskGlimpse;
import gedeon.sync.settle.Glimpse;
import gedeon.sync.settle.Judgement;
import gedeon.sync.settle.Settle;
import gedeon.sync.settle.Ticks;
import gedeon.sync.settle.Verdict;
import gedeon.sync.transfer.BackOff;
import gedeon.sync.transfer.Transport;
import gedeon.sync.verify.Declaration;
import gedeon.sync.verify.LaterLook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Passes over the watched folders: scan, judge, and hand what is finished to a few senders, while the next pass goes on. Scanning and judging
 * happen on the thread that calls; a long upload never delays the look at the other files.
 */
public final class Agent implements AutoCloseable {
    private static final int SENDERS = 3;
    private static final Duration SOURCES_GOOD_FOR = Duration.ofMinutes(1);
    private static final Duration LONGEST_NAP = Duration.ofSeconds(10);
    private static final Duration RAREST_LOOK = Duration.ofMinutes(2);
    private static final Duration SHORTEST_NAP = Duration.ofMillis(250);

    private final GedeonClient client;
    private final Progress progress;
    private final Ticks ticks;
    private final Consumer<String> lines;
    private final Settle settle;
    private final BackOff backOff;
    private final Tally tally = new Tally();
    private final LaterLook laterLook;
    private final Delivery delivery;
    private final Heartbeat heartbeat;
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS, Agent::thread);

    /** What is with a sender: true as soon as it turned out to have moved. */
    private final Map<String, Boolean> underWay = new ConcurrentHashMap<>();

    private List<WatchedSource> sources = List.of();
    private long sourcesAt;
    private boolean sourcesKnown;

    public Agent(GedeonClient client, Progress progress, Transport transport, Ticks ticks, Consumer<String> lines) {
        this(client, progress, transport, ticks, new DiskGlimpse(), lines);
    }

    Agent(
            GedeonClient client,
            Progress progress,
            Transport transport,
            Ticks ticks,
            Glimpse glimpse,
            Consumer<String> lines) {
        this.client = client;
        this.progress = progress;
        this.ticks = ticks;
        this.lines = lines;
        this.heartbeat = new Heartbeat(client, progress, tally, lines);
        this.settle = new Settle(ticks, glimpse);
        this.backOff = new BackOff(ticks);
        this.laterLook = new LaterLook(progress, ticks);
        this.delivery = new Delivery(progress, transport, new Declaration(client), laterLook, backOff, tally, lines);
    }

    /** What one pass left: how many candidates wait for time alone and how long the shortest of them has to; how many are held. */
    record Pass(int waiting, int held, Duration shortest) {}

    /** Runs until told to stop, with a heartbeat each minute about the disk that holds {@code home}. */
    RunReport run(BooleanSupplier stop, Path home) {
        heartbeat.start(home);
        while (!stop.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            nap(patientPass(), stop);
        }
        return tally.report(unsent().size());
    }

    /**
     * Passes until nothing is left that a little time would settle: everything found was sent, refused or failed, has no bytes yet, or
     * changed for longer than the longest quiet period needs twice.
     */
    RunReport runToRest(BooleanSupplier stop, Path home) {
        long start = ticks.nanos();
        while (!stop.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            Pass pass = runOnce();
            awaitSenders(stop);
            Duration longest = sources.stream()
                    .map(WatchedSource::rhythm)
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            Duration patience = longest.multipliedBy(2).plusSeconds(10);
            boolean moved = underWay.containsValue(true);
            boolean worthWaiting =
                    moved || pass.waiting() > 0 && pass.shortest().compareTo(longest.multipliedBy(4)) < 0;
            if (!worthWaiting || Duration.ofNanos(ticks.nanos() - start).compareTo(patience) > 0) {
                break;
            }
            nap(pass.shortest(), stop);
        }
        heartbeat.now(home);
        return tally.report(unsent().size());
    }

    /** A pass that takes a server which is not there yet as a reason to wait; how long to nap after it. */
    private Duration patientPass() {
        long start = ticks.nanos();
        try {
            Pass pass = runOnce();
            // Looking costs: where a look takes long, looks are rare, and rarer where nothing is expected.
            Duration look = Duration.ofNanos(ticks.nanos() - start).multipliedBy(pass.waiting() > 0 ? 10 : 100);
            return look.compareTo(pass.shortest()) > 0 ? look : pass.shortest();
        } catch (ProblemException | Unreachable e) {
            if (e instanceof ProblemException refused && refused.status() == 401) {
                throw e;
            }
            String sentence = "waiting for the server: " + e.getMessage();
            if (tally.trouble("server", sentence)) {
                lines.accept(sentence);
            }
            return SHORTEST_NAP;
        }
    }

    /** One pass over all sources. What is finished goes to the senders, which may still be at work when this returns. */
    Pass runOnce() {
        refreshSources();
        int waiting = 0;
        int held = 0;
        Duration shortest = LONGEST_NAP;
        for (WatchedSource source : sources) {
            Look look = new Look(source);
            boolean complete = Scan.of(source, elsewhere(source), look);
            settle.scanned();
            if (complete) {
                settle.retain(source.name(), look.names);
                progress.retain(source.name(), look.names);
                tally.wellAgain(source.name());
            }
            settle.retainTemporaries(source.name(), look.temporaries);
            look.finished.forEach((candidate, verdict) -> send(source, candidate, verdict));
            waiting += look.waiting;
            held += look.held;
            shortest = look.shortest.compareTo(shortest) < 0 ? look.shortest : shortest;
        }
        return new Pass(waiting, held, sourcesKnown ? shortest : Duration.ofSeconds(1));
    }

    private Predicate<Path> elsewhere(WatchedSource source) {
        List<WatchedSource> others =
                sources.stream().filter(other -> other != source).toList();
        return directory -> others.stream().anyMatch(other -> other.claims(directory));
    }

    /** What one scan of one source shows. */
    private final class Look implements Sightings {
        private final WatchedSource source;
        private final Set<String> names = new HashSet<>();
        private final Set<FileState> temporaries = new HashSet<>();
        private final Map<Candidate, Verdict> finished = new LinkedHashMap<>();
        private Duration shortest;
        private int waiting;
        private int held;

        private Look(WatchedSource source) {
            this.source = source;
            Duration half = source.rhythm().dividedBy(2);
            this.shortest = half.compareTo(LONGEST_NAP) < 0 ? half : LONGEST_NAP;
        }

        @Override
        public void candidate(Candidate candidate) {
            names.add(candidate.name());
            String id = id(candidate);
            Boolean moved = underWay.get(id);
            if (moved != null && !moved) {
                return;
            }
            if (moved != null) {
                underWay.remove(id);
                settle.startAnew(candidate);
            }
            Known known = progress.known(candidate.source(), candidate.name()).orElse(null);
            if (known != null && known.received(candidate.content())) {
                settle.forget(candidate.source(), candidate.name());
                if (laterLook.due(candidate)) {
                    sendOff(candidate, () -> lookAgain(candidate));
                }
                return;
            }
            if (known == null) {
                progress.seen(candidate.source(), candidate.name());
            }
            Verdict before = known == null ? null : known.verdict();
            if (known != null && before != null && candidate.content().equals(known.content())) {
                // Settled before a restart or before a failed try, and still the same: the promise stands.
                finished.put(candidate, before);
                return;
            }
            Judgement judgement = settle.judge(source, candidate);
            if (judgement instanceof Judgement.Finished done) {
                progress.settled(candidate.source(), candidate.name(), candidate.content(), done.verdict());
                forgetTrouble(candidate);
                finished.put(candidate, done.verdict());
            } else if (judgement instanceof Judgement.Waiting wait) {
                waiting++;
                shortest = wait.left().compareTo(shortest) < 0 ? wait.left() : shortest;
            } else {
                held++;
            }
        }

        @Override
        public void temporary(String name, FileState state) {
            temporaries.add(state);
            settle.temporary(name, state);
        }

        @Override
        public void trouble(String name, Path where, String reason) {
            String sentence = "source " + name + ": " + where + " " + reason;
            if (tally.trouble(name, sentence)) {
                lines.accept(sentence);
            }
        }
    }

    /** It is another content than the one that failed: a file that was locked for hours is tried at once when it was closed. */
    private void forgetTrouble(Candidate candidate) {
        String id = id(candidate);
        backOff.succeeded(id);
        candidate.files().forEach(file -> backOff.succeeded(id + '\0' + file.path()));
    }

    private void send(WatchedSource source, Candidate candidate, Verdict verdict) {
        if (delivery.due(candidate)) {
            sendOff(candidate, () -> delivery.deliver(source, candidate, verdict));
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
    private void sendOff(Candidate candidate, BooleanSupplier work) {
        String id = id(candidate);
        underWay.put(id, false);
        senders.execute(() -> {
            boolean still = true;
            try {
                still = work.getAsBoolean();
            } catch (RuntimeException e) {
                backOff.failed(id);
                String sentence = candidate.name() + " could not be sent: " + e;
                if (tally.trouble(id, sentence)) {
                    lines.accept(sentence);
                }
            } finally {
                landed(id, still);
            }
        });
    }

    private void landed(String id, boolean asItWas) {
        synchronized (underWay) {
            if (asItWas) {
                underWay.remove(id);
            } else {
                underWay.put(id, true);
            }
            underWay.notifyAll();
        }
    }

    /** Until no sender is at work, or until told to stop. */
    void awaitSenders(BooleanSupplier stop) {
        try {
            synchronized (underWay) {
                while (underWay.containsValue(false) && !stop.getAsBoolean()) {
                    underWay.wait(200);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refreshSources() {
        if (sourcesKnown && Duration.ofNanos(ticks.nanos() - sourcesAt).compareTo(SOURCES_GOOD_FOR) < 0
                || !backOff.mayTry("sources")) {
            return;
        }
        try {
            List<WatchedSource> fresh = new ArrayList<>();
            for (SourceBody body : client.mySources().items()) {
                addSource(fresh, body);
            }
            sources = fresh;
            sourcesAt = ticks.nanos();
            sourcesKnown = true;
            backOff.succeeded("sources");
            tally.wellAgain("server");
        } catch (ProblemException | Unreachable e) {
            backOff.failed("sources");
            if (!sourcesKnown) {
                // Nothing to watch without them: a single run should say so with its exit code.
                throw e;
            }
            String sentence = "the list of sources could not be fetched, the last one is used: " + e.getMessage();
            if (tally.trouble("server", sentence)) {
                lines.accept(sentence);
            }
        }
    }

    private void addSource(List<WatchedSource> fresh, SourceBody body) {
        try {
            fresh.add(new WatchedSource(body));
        } catch (IllegalArgumentException e) {
            String sentence = "source " + body.name() + " cannot be used, correct it on the server: " + e.getMessage();
            if (tally.trouble(body.name(), sentence)) {
                lines.accept(sentence);
            }
        }
    }

    private List<Known> unsent() {
        return progress.all().stream().filter(Known::unsent).toList();
    }

    private void nap(Duration length, BooleanSupplier stop) {
        Duration nap = length.compareTo(SHORTEST_NAP) < 0
                ? SHORTEST_NAP
                : length.compareTo(RAREST_LOOK) > 0 ? RAREST_LOOK : length;
        long end = System.nanoTime() + nap.toNanos();
        try {
            while (System.nanoTime() < end && !stop.getAsBoolean()) {
                Thread.sleep(Math.max(1, Math.min(100, (end - System.nanoTime()) / 1_000_000)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String id(Candidate candidate) {
        return candidate.source() + '\0' + candidate.name();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "gedeon-agent");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        heartbeat.close();
        senders.shutdownNow();
        try {
            if (!senders.awaitTermination(10, TimeUnit.SECONDS)) {
                lines.accept("an upload is cut off; it is taken up at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
