package gedeon.server.assembly;

import gedeon.storage.disposal.DisposalActs;
import gedeon.storage.disposal.DisposalNotice;
import gedeon.storage.lifecycle.Turn;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Tells each act on waste and disposals to the log and to whoever listens in this process. */
final class DisposalNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DisposalNotices.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final DisposalActs acts;
    private final ApplicationEventPublisher listeners;
    private final Turn turn;

    DisposalNotices(DisposalActs acts, ApplicationEventPublisher listeners) {
        this.acts = acts;
        this.listeners = listeners;
        this.turn = new Turn("disposal notices", EVERY, () -> this.acts.deliver(this::tell));
    }

    private void tell(DisposalNotice notice) {
        LOG.info(
                "notebook {}, bucket {}, disposal {}: {} by {}, {} versions of {} bytes",
                notice.notebookName(),
                notice.bucket(),
                notice.disposal() == null ? "none" : notice.disposal(),
                notice.act(),
                notice.by() == null ? "the housekeeping" : notice.by(),
                notice.versions(),
                notice.bytes());
        listeners.publishEvent(notice);
    }

    @Override
    public void close() {
        turn.close();
    }
}
