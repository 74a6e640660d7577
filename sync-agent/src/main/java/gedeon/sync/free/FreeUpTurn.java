package gedeon.sync.free;

import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.sync.journal.FreedLog;
import java.io.Closeable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lets go once a day what may go, on a thread of its own and of low priority, where the configuration lets it. */
public final class FreeUpTurn implements Closeable {
    private final ScheduledExecutorService daily = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "gedeon-free-up");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });

    private FreeUpTurn() {}

    /** Ends at once what a kill left in the middle; what may go goes from an hour later on. */
    public static FreeUpTurn start(FreeUp freeUp, FreedLog log, FreeUpSettings settings, Consumer<String> lines) {
        FreeUpTurn turn = new FreeUpTurn();
        freeUp.resume(log);
        if (settings.enabled()) {
            var unused = turn.daily.scheduleWithFixedDelay(
                    () -> turn.run(freeUp, log, settings, lines), 60, TimeUnit.DAYS.toMinutes(1), TimeUnit.MINUTES);
        }
        return turn;
    }

    private void run(FreeUp freeUp, FreedLog log, FreeUpSettings settings, Consumer<String> lines) {
        try {
            freeUp.resume(log);
            FreeUpReport report = freeUp.delete(log, settings.days(), daily::isShutdown);
            if (report.acquisitions() > 0) {
                lines.accept(report.acquisitions() + " acquisitions were deleted here, which the server has");
            }
        } catch (ProblemException | Unreachable e) {
            lines.accept("nothing is deleted here while the server is away: " + e.getMessage());
        } catch (RuntimeException e) {
            lines.accept("deleting what the server has failed: " + e);
        }
    }

    /** An acquisition that is being deleted is finished first, or after 10 s by the next start. */
    @Override
    public void close() {
        daily.shutdown();
        try {
            daily.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
