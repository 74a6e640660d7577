package gedeon.storage.events;

import gedeon.storage.ObjectChanged;
import gedeon.storage.ObjectDeleted;
import gedeon.storage.ObjectEvent;
import gedeon.storage.ObjectStored;
import gedeon.storage.ObjectVerified;
import gedeon.storage.Outbox;
import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.VersionRow;
import gedeon.storage.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims with SKIP LOCKED and an end, so that no transaction is open during the work and a dead consumer's rows come back by themselves. */
public final class JdbcOutbox implements Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcOutbox.class);
    static final int ATTEMPTS = 20;

    private final Sql sql;
    private final List<String> consumers;

    public JdbcOutbox(Sql sql, List<String> consumers) {
        this.sql = sql;
        this.consumers = List.copyOf(consumers);
    }

    @Override
    public List<String> consumers() {
        return consumers;
    }

    /** One row as it stands there; {@code body} is JSON. */
    public record Row(long id, String event, String body, int attempts) {}

    @Override
    public List<Delivery> claim(String consumer, int limit) {
        List<Delivery> readable = new ArrayList<>();
        for (Row row : claimRows(consumer, limit)) {
            try {
                readable.add(new Delivery(row.id(), event(row), row.attempts()));
            } catch (RuntimeException e) {
                // One that cannot be read keeps none beside it, and is parked in the end.
                LOG.warn("event {} for {} cannot be read: {}", row.id(), consumer, e.getMessage());
                failedRow(row.id(), "it cannot be read: " + e.getMessage());
            }
        }
        return readable;
    }

    private static ObjectEvent event(Row row) {
        StoredVersion version = VersionRow.fromEvent(row.body());
        return switch (row.event()) {
            case "stored" -> new ObjectStored(version);
            case "changed" -> new ObjectChanged(version);
            case "verified" -> new ObjectVerified(version);
            default -> new ObjectDeleted(version);
        };
    }

    /** As {@link #claim}, of consumers whose rows tell of something else than a version. */
    public List<Row> claimRows(String consumer, int limit) {
        return sql.list(
                row -> new Row(
                        row.getLong("id"), row.getString("event"), row.getString("body"), row.getInt("attempts")),
                "update outbox o set claimed_until = now() + interval '1 minute', attempts = attempts + 1 from (select id from outbox where consumer = ? and not parked and ready_at <= now() "
                        + "and (claimed_until is null or claimed_until < now()) order by ready_at limit ? for update skip locked) due where o.id = due.id "
                        + "returning o.id, o.event, o.body::text as body, o.attempts",
                consumer,
                limit);
    }

    /**
     * Hands over what is due for a consumer, one after the other until nothing is: each at least once, and one that {@code to} does not take again after a growing pause.
     *
     * @return how many were taken
     */
    public int deliver(String consumer, Consumer<Row> to) {
        int taken = 0;
        for (List<Row> due = claimRows(consumer, 1); !due.isEmpty(); due = claimRows(consumer, 1)) {
            Row one = due.getFirst();
            try {
                to.accept(one);
                doneRow(one.id());
                taken++;
            } catch (RuntimeException e) {
                LOG.warn("{} for {} could not be told: {}", one.event(), consumer, e.getMessage());
                failedRow(one.id(), String.valueOf(e.getMessage()));
            }
        }
        return taken;
    }

    @Override
    public void done(List<Delivery> deliveries) {
        sql.inTransaction(c -> Sql.update(
                c,
                "delete from outbox where id = any (?)",
                c.createArrayOf("bigint", deliveries.stream().map(Delivery::id).toArray())));
    }

    public void doneRow(long id) {
        sql.update("delete from outbox where id = ?", id);
    }

    @Override
    public void failed(Delivery delivery, String reason) {
        failedRow(delivery.id(), reason);
    }

    public void failedRow(long id, String reason) {
        sql.update(
                "update outbox set claimed_until = null, reason = ?, parked = attempts >= ?, ready_at = now() + least(power(2, attempts), 3600) * interval '1 second' where id = ?",
                reason,
                ATTEMPTS,
                id);
    }

    @Override
    public Backlog backlog(String consumer) {
        return sql.one(
                        row -> new Backlog(row.getLong(1), row.getLong(2)),
                        "select (select count(*) from (select 1 from outbox where consumer = ? and not parked limit "
                                + MOST
                                + ") w), (select count(*) from (select 1 from outbox where consumer = ? and parked limit "
                                + MOST + ") p)",
                        consumer,
                        consumer)
                .orElse(new Backlog(0, 0));
    }

    @Override
    public int redrive(String consumer) {
        return sql.update(
                "update outbox set parked = false, attempts = 0, ready_at = now(), claimed_until = null where consumer = ? and parked",
                consumer);
    }
}
