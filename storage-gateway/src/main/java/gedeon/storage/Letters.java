package gedeon.storage;

import java.time.Duration;
import java.util.List;

/**
 * What people are to be told by mail, until a mail server has taken it: rows of the outbox, durable when {@link #write} returns, and each sent at least once. What cannot
 * be sent comes again after a growing pause, and is parked in the end, to be driven again as any other event.
 */
public interface Letters {
    /** Name of the outbox' consumer. */
    String CONSUMER = "mail";

    /** @param to an e-mail address */
    record Letter(String to, String subject, String text) {}

    /** A letter that whoever took it has for a minute. */
    record Due(long id, Letter letter) {}

    /**
     * All of them or none, and none where letters of that event were written before: who is handed an event twice writes of it once. Events are remembered for thirty days.
     *
     * @param event what names it among all events
     * @return whether they were written
     */
    boolean write(String event, List<Letter> letters);

    /** Takes so many of those that are due, the longest waiting first; nobody else has them for a minute. */
    List<Due> due(int limit);

    /** They are gone. */
    void sent(List<Due> letters);

    /** Not yet, and nobody's fault. */
    void later(List<Due> letters, Duration pause);

    /** Tried in vain. */
    void failed(List<Due> letters, String reason);
}
