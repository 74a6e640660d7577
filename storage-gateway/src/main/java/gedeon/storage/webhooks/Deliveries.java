package gedeon.storage.webhooks;

import gedeon.storage.events.JdbcOutbox;
import gedeon.storage.sql.Sql;
import java.util.List;
import java.util.Map;

/**
 * The outbox as webhooks see it: each has a queue of its own, so that one who is slow, or fails, keeps no other waiting. Claims end after a minute, so that
 * a dead process's rows come back.
 */
public final class Deliveries {
    /** The outbox's consumer. */
    public static final String CONSUMER = "notifications";

    /** Of one webhook at the same time: who answers slowly holds no more. One that failed is tried with a single row. */
    static final int OF_ONE = 4;

    /** The first due rows of each webhook by its index, then of all the first ones first. */
    private static final String CLAIM = """
            with recursive hooks (webhook) as (
                (select o.webhook from outbox o where o.webhook is not null order by o.webhook limit 1)
                union all
                select (select o.webhook from outbox o where o.webhook > h.webhook order by o.webhook limit 1) from hooks h where h.webhook is not null),
            failing as (select notebook || '/' || name as webhook, paused_until > now() as paused from webhook where failures > 0),
            running (webhook, n) as (select * from unnest(?::text[], ?::int[])),
            open as (
                select h.webhook, (case when f.webhook is null then %1$d else 1 end) - coalesce(r.n, 0) as free
                from hooks h left join failing f on f.webhook = h.webhook left join running r on r.webhook = h.webhook
                where h.webhook is not null and not coalesce(f.paused, false)),
            due as (
                select d.id from (
                    select l.id, l.ready_at, h.free, row_number() over (partition by h.webhook order by l.ready_at, l.id) as n
                    from open h cross join lateral (
                        select o.id, o.ready_at from outbox o where o.webhook = h.webhook and not o.parked and o.ready_at <= now()
                        and (o.claimed_until is null or o.claimed_until < now()) order by o.ready_at limit %1$d for update skip locked) l
                    where h.free > 0) d
                where d.n <= d.free order by d.n, d.ready_at limit ?)
            update outbox o set claimed_until = now() + interval '1 minute', attempts = attempts + 1 from due where o.id = due.id
            returning o.id, o.webhook, o.event, o.body::text as body""".formatted(OF_ONE);

    private final Sql sql;
    private final JdbcOutbox outbox;

    public Deliveries(Sql sql, JdbcOutbox outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** @param webhook "notebook/name" */
    record Due(long id, String webhook, String event, String body) {}

    /**
     * Claims what is due, fairly between webhooks.
     *
     * @param running how many deliveries of each webhook this process has under way
     */
    List<Due> claim(Map<String, Integer> running, int limit) {
        List<String> hooks = List.copyOf(running.keySet());
        return sql.inTransaction(c -> Sql.list(
                c,
                row -> new Due(
                        row.getLong("id"), row.getString("webhook"), row.getString("event"), row.getString("body")),
                CLAIM,
                c.createArrayOf("text", hooks.toArray()),
                c.createArrayOf(
                        "integer",
                        hooks.stream()
                                .map(hook -> running.getOrDefault(hook, 0))
                                .toArray()),
                limit));
    }

    void done(Due delivery, int notebook, String name) {
        outbox.doneRow(delivery.id());
        sql.update(
                "update webhook set failures = 0, paused_until = null where notebook = ? and name = ? and failures > 0",
                notebook,
                name);
    }

    /** Due again after a growing pause, parked after 20 attempts. */
    void failed(Due delivery, String reason) {
        outbox.failedRow(delivery.id(), reason);
    }

    /**
     * The webhook's other rows wait as well, up to five minutes: one row says so for however many there are. Those that failed beside one another count as
     * one failure.
     */
    void pause(int notebook, String name) {
        sql.update(
                "update webhook set failures = failures + 1, paused_until = now() + least(power(2, least(failures, 20) + 1), 300) * interval '1 second' "
                        + "where notebook = ? and name = ? and (paused_until is null or paused_until <= now())",
                notebook,
                name);
    }
}
