package gedeon.server.assembly;

import gedeon.storage.RoomDecided;
import gedeon.storage.RoomRequests;
import gedeon.storage.RoomRequests.RoomRequest;
import gedeon.storage.lifecycle.Turn;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Tells each decision on a request for more room to the log and to whoever listens in this process. */
final class RoomNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoomNotices.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final ApplicationEventPublisher listeners;
    private final Turn turn;

    RoomNotices(RoomRequests requests, ApplicationEventPublisher listeners) {
        this.listeners = listeners;
        this.turn = new Turn("room notices", EVERY, () -> requests.deliver(this::tell));
    }

    private void tell(RoomDecided decided) {
        RoomRequest request = decided.request();
        LOG.info(
                "notebook {}, request {} for {} bytes and {} objects: {} by {}, {} bytes and {} objects",
                request.notebookName(),
                request.id(),
                request.more(),
                request.moreObjects(),
                request.state(),
                request.decider(),
                request.granted() == null ? 0 : request.granted(),
                request.grantedObjects() == null ? 0 : request.grantedObjects());
        listeners.publishEvent(decided);
    }

    @Override
    public void close() {
        turn.close();
    }
}
