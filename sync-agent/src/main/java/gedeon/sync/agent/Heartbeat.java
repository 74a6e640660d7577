package gedeon.sync.agent;

import gedeon.client.GedeonClient;
import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.client.wire.HeartbeatAnswer;
import gedeon.client.wire.HeartbeatBody;
import gedeon.sync.centre.Orders;
import gedeon.sync.journal.Backlog;
import gedeon.sync.journal.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A sign of life each minute, on a thread of its own, so that no upload makes the agent look dead. Says nothing of people or files' contents. */
final class Heartbeat implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration BYE = Duration.ofSeconds(5);

    private final GedeonClient client;
    private final Progress progress;
    private final Tally tally;
    private final Conditions conditions;
    private final Consumer<String> lines;
    private volatile Orders orders = Orders.none();
    private volatile Supplier<List<String>> rules = List::of;
    private volatile Duration every = EVERY;
    private volatile @Nullable Path home;
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "gedeon-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    Heartbeat(GedeonClient client, Progress progress, Tally tally, Conditions conditions, Consumer<String> lines) {
        this.client = client;
        this.progress = progress;
        this.tally = tally;
        this.conditions = conditions;
        this.lines = lines;
    }

    /** What the answers say goes there. @param inUse rules as {@code name@version} */
    void obey(Orders told, Supplier<List<String>> inUse) {
        orders = told;
        rules = inUse;
    }

    /** Another rhythm, before it starts. */
    void every(Duration other) {
        every = other;
    }

    /** From now on, with the free room of the disk that holds {@code home}. */
    void start(Path home) {
        this.home = home;
        var unused = pulse.scheduleWithFixedDelay(() -> beat(home), 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One beat by the pulse's thread; returns when it is sent or was refused. */
    void now(Path home) {
        this.home = home;
        try {
            Future<?> beat = pulse.submit(() -> beat(home));
            beat.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            lines.accept("no heartbeat: " + e);
        }
    }

    private void beat(Path home) {
        beat(home, false);
    }

    private void beat(Path home, boolean leaving) {
        try {
            Backlog backlog = progress.backlog();
            HeartbeatAnswer answer = client.agent()
                    .heartbeat(new HeartbeatBody(
                            backlog.waiting(),
                            backlog.oldest(),
                            tally.files(),
                            home.toFile().getUsableSpace(),
                            Instant.now(),
                            AgentCommands.VERSION,
                            tally.messages(),
                            leaving ? true : null,
                            backlog.newest(),
                            orders.settingsVersion(),
                            rules.get(),
                            orders.paused(),
                            orders.rescanned()));
            conditions.heard(answer.clock());
            if (!leaving) {
                orders.heard(answer, client);
            }
            tally.wellAgain("heartbeat");
        } catch (ProblemException | Unreachable e) {
            // Silence is what the server alerts on; the next beat is a minute away.
            String sentence = "the server does not take the heartbeat: " + e.getMessage();
            if (tally.trouble("heartbeat", sentence)) {
                lines.accept(sentence);
            }
        }
    }

    /** Says good-bye, unless that takes too long: who says nothing more is off, and not silent. */
    @Override
    public void close() {
        pulse.shutdownNow();
        Path said = home;
        if (said == null) {
            return;
        }
        Thread bye = new Thread(() -> beat(said, true), "gedeon-bye");
        bye.setDaemon(true);
        try {
            // A beat that is on its way would take the good-bye back.
            pulse.awaitTermination(BYE.toMillis(), TimeUnit.MILLISECONDS);
            bye.start();
            bye.join(BYE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
