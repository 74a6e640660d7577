package gedeon.metadata.extraction;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extraction in a few processes of its own, started when first needed and kept for many acquisitions. A process that fails in any way is ended and its acquisition
 * is {@link Extraction.State#FAILED} with the reason, or {@link Extraction.State#LATER} where the file is not to blame; the next acquisition gets a new one.
 */
public final class ExtractionProcesses implements Extraction {
    private static final Logger LOG = LoggerFactory.getLogger(ExtractionProcesses.class);

    private final ExtractionSettings settings;
    private final Supplier<List<String>> command;
    private final Semaphore permits;
    private final ConcurrentLinkedDeque<WorkerProcess> idle = new ConcurrentLinkedDeque<>();
    private final Set<WorkerProcess> all = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public ExtractionProcesses(ExtractionSettings settings) {
        this(settings, ExtractionWorker.class.getName());
    }

    /** For tests: another main class, with other readers. */
    ExtractionProcesses(ExtractionSettings settings, String mainClass) {
        this.settings = settings;
        this.command = new WorkerCommand(settings, mainClass);
        this.permits = new Semaphore(settings.workers(), true);
    }

    @Override
    public Extracted extract(Material material) throws InterruptedException {
        permits.acquire();
        State blamed = State.LATER;
        try {
            WorkerProcess worker = worker();
            boolean sound = false;
            try {
                Extracted extracted = worker.extract(material).extracted();
                sound = true;
                return extracted;
            } finally {
                blamed = worker.blamesStore() ? State.LATER : State.FAILED;
                giveBack(worker, sound);
            }
        } catch (WorkerProcess.Failed e) {
            // Without the name of what was read: it may be a patient's.
            LOG.info(
                    "An extraction failed: {}",
                    Found.clean(String.valueOf(e.getMessage())).replace('\n', ' '));
            return without(blamed, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.warn("No process for extraction could be started", e);
            return without(State.LATER, "The reading process could not be started: " + String.valueOf(e.getMessage()));
        } finally {
            permits.release();
        }
    }

    private WorkerProcess worker() throws IOException, InterruptedException {
        for (WorkerProcess kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            if (kept.usable()) {
                return kept;
            }
            discard(kept);
        }
        WorkerProcess started = WorkerProcess.start(command.get(), settings);
        all.add(started);
        if (closed) {
            discard(started);
            throw new WorkerProcess.Failed("The server is stopping.");
        }
        try {
            started.awaitReady();
        } catch (IOException | InterruptedException e) {
            discard(started);
            throw e;
        }
        return started;
    }

    private void giveBack(WorkerProcess worker, boolean sound) {
        if (sound && !closed && worker.acquisitions() < settings.acquisitions()) {
            idle.addFirst(worker);
            if (closed) {
                discard(worker);
            }
        } else {
            discard(worker);
        }
    }

    private void discard(WorkerProcess worker) {
        worker.close();
        all.remove(worker);
    }

    private static Extracted without(State state, String reason) {
        return new Extracted(state, null, null, null, Found.clean(reason), List.of());
    }

    /** How many processes live; for tests and metrics. */
    int processes() {
        return all.size();
    }

    /** Ends every process; extractions that run end as failed. */
    @Override
    public void close() {
        closed = true;
        idle.clear();
        all.forEach(this::discard);
    }
}
