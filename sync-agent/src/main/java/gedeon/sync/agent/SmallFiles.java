package gedeon.sync.agent;

import gedeon.sync.journal.Progress;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.Candidate;
import gedeon.sync.transfer.Packs;
import gedeon.sync.transfer.Parcel;
import gedeon.sync.transfer.Sent;
import gedeon.sync.transfer.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Carries the small files of acquisitions in packs: while the server works at one, the next is read; whatever is sent at the same time, there are never more than
 * three. What of a pack is stored is in the journal before the next but one is begun, by one sync for all of it. After an outcome that is no use to go on from, none
 * is begun any more. Thread-safe.
 */
final class SmallFiles {
    /** Of one acquisition, and of all. */
    private static final int AT_ONCE = 2;

    private static final int AT_ONCE_IN_ALL = 3;

    private final Progress progress;
    private final Transport transport;
    private final ExecutorService senders = senders();

    SmallFiles(Progress progress, Transport transport) {
        this.progress = progress;
        this.transport = transport;
    }

    /** What became of those that were sent, by their paths; what was stored is in the journal. Of those that were not, nothing. */
    Map<String, Sent> carry(Candidate candidate, List<Parcel> parcels, Transport.UploadLog log) {
        Map<String, Sent> outcomes = new HashMap<>();
        if (parcels.size() < 2) {
            return outcomes;
        }
        Deque<UnderWay> underWay = new ArrayDeque<>();
        try {
            boolean goOn = true;
            for (List<Parcel> pack : Packs.of(parcels)) {
                if (underWay.size() == AT_ONCE) {
                    goOn = take(candidate, underWay.remove(), outcomes);
                }
                if (!goOn) {
                    break;
                }
                underWay.add(new UnderWay(pack, senders.submit(() -> transport.sendTogether(pack, log))));
            }
            while (!underWay.isEmpty()) {
                take(candidate, underWay.remove(), outcomes);
            }
            return outcomes;
        } finally {
            // Some are left only where this thread has to end.
            underWay.forEach(one -> one.sent().cancel(true));
        }
    }

    private record UnderWay(List<Parcel> pack, Future<List<Sent>> sent) {}

    /** Waits for a pack and keeps what became of it; false where it is no use to send more. */
    private boolean take(Candidate candidate, UnderWay one, Map<String, Sent> outcomes) {
        List<Sent> sent = await(one.sent());
        List<StoredFile> stored = new ArrayList<>();
        boolean goOn = true;
        for (int i = 0; i < sent.size(); i++) {
            outcomes.put(one.pack().get(i).file().path(), sent.get(i));
            if (sent.get(i) instanceof Sent.Stored there) {
                stored.add(there.file());
            } else if (!(sent.get(i) instanceof Sent.Failed)) {
                goOn = false;
            }
        }
        progress.storedAll(candidate.source(), candidate.name(), stored);
        return goOn;
    }

    private static List<Sent> await(Future<List<Sent>> sent) {
        try {
            return sent.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while files were sent", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Threads that are there only while something is sent. */
    private static ExecutorService senders() {
        ThreadPoolExecutor senders = new ThreadPoolExecutor(
                AT_ONCE_IN_ALL, AT_ONCE_IN_ALL, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), SmallFiles::thread);
        senders.allowCoreThreadTimeOut(true);
        return senders;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "small-files");
        thread.setDaemon(true);
        return thread;
    }
}
