package gedeon.cli.demo;

import gedeon.sync.agent.AgentCommands;
import gedeon.sync.agent.RunReport;
import gedeon.sync.status.AgentStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The real agent, watching on a thread of its own until told to stop. */
final class DemoAgent implements AutoCloseable {
    private static final int SECONDS_TO_STOP = 20;

    private final Path config;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CompletableFuture<RunReport> run = new CompletableFuture<>();

    DemoAgent(Path config) {
        this.config = config;
    }

    void start() {
        Thread thread = new Thread(
                () -> {
                    try {
                        run.complete(AgentCommands.run(config, false, line -> {}, stop::get));
                    } catch (IOException | RuntimeException e) {
                        run.completeExceptionally(e);
                    }
                },
                "demo-agent");
        thread.setDaemon(true);
        thread.start();
    }

    AgentStatus status() throws IOException {
        if (run.isCompletedExceptionally()) {
            throw new DemoFailure("the agent stopped: "
                    + run.handle((r, e) -> String.valueOf(e)).join());
        }
        return AgentCommands.status(config);
    }

    /** Stops the loop and returns what it did. */
    RunReport finish() throws InterruptedException {
        stop.set(true);
        try {
            return run.get(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new DemoFailure("the agent failed: " + e.getCause());
        } catch (TimeoutException e) {
            throw new DemoFailure("the agent did not stop within " + SECONDS_TO_STOP + " s");
        }
    }

    @Override
    public void close() {
        stop.set(true);
    }
}
