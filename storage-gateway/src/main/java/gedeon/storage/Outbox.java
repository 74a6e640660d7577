package gedeon.storage;

import java.util.List;

/**
 * Events of committed versions, one row a consumer, written in the transaction of the version. At least once, no order, no cursor: a consumer drops
 * what has an older {@code change} than it knows. Claims use SKIP LOCKED and end by themselves after {@code claimed_until}; no transaction stays open
 * during the work. A row is parked and shown after 20 attempts.
 */
public interface Outbox {
    /** Rows that are counted: a count that reaches it says "or more". */
    int MOST = 100_000;

    /** Names whose rows every commit writes, e.g. {@code catalogue}, and {@code notifications}, which buckets ask for; fixed when the gateway starts. */
    List<String> consumers();

    /** Claims up to {@code limit} events that are due. Returns at once, empty where none is due. */
    List<Delivery> claim(String consumer, int limit);

    /** The work is done: the rows go away. */
    void done(List<Delivery> deliveries);

    /** The work failed: due again after a growing pause; parked after 20 attempts. */
    void failed(Delivery delivery, String reason);

    /** Waiting and parked rows of a consumer. */
    Backlog backlog(String consumer);

    /** Parked rows become due again; returns how many. */
    int redrive(String consumer);

    record Delivery(long id, ObjectEvent event, int attempts) {}

    /** Each counted up to {@link #MOST}. */
    record Backlog(long waiting, long parked) {}
}
