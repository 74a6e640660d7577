package gedeon.storage.s3;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/**
 * Cuts connections whose request does not come to the end of its headers in time: the engine's own time limit begins anew with every byte. Looked at a few
 * times a minute; a connection that waits for its next request without having sent a byte of it is left alone.
 */
final class HeaderDeadline extends AbstractLifeCycle implements Connection.Listener {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Duration deadline;
    private final Map<Connection, Progress> open = new ConcurrentHashMap<>();
    private volatile Thread watch = Thread.currentThread();

    HeaderDeadline() {
        this(DEADLINE);
    }

    HeaderDeadline(Duration deadline) {
        this.deadline = deadline;
    }

    /** What was seen of a connection: {@code since} is when the bytes of a request that is not there yet were seen first, 0 for none. */
    private static final class Progress {
        private int answering;
        private long bytes;
        private long since;

        synchronized void answering(boolean begins, long bytesNow) {
            answering += begins ? 1 : -1;
            bytes = bytesNow;
            since = 0;
        }

        synchronized boolean late(long bytesNow, long now, long most) {
            if (answering > 0 || bytesNow == bytes) {
                since = 0;
                return false;
            }
            if (since == 0) {
                since = now;
            }
            return now - since > most;
        }
    }

    void begins(Connection connection) {
        answering(connection, true);
    }

    void ended(Connection connection) {
        answering(connection, false);
    }

    private void answering(Connection connection, boolean begins) {
        Progress progress = open.get(connection);
        if (progress != null) {
            progress.answering(begins, connection.getBytesIn());
        }
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, new Progress());
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    @Override
    protected void doStart() {
        watch = Thread.ofVirtual().name("s3-headers").start(this::watch);
    }

    @Override
    protected void doStop() {
        watch.interrupt();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(deadline.dividedBy(6));
                long now = System.nanoTime();
                open.forEach((connection, progress) -> {
                    if (progress.late(connection.getBytesIn(), now, deadline.toNanos())) {
                        connection.getEndPoint().close();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
