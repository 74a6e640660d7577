package gedeon.storage.quota.jdbc;

import gedeon.kernel.ByteCount;
import gedeon.storage.Quota;
import gedeon.storage.QuotaNearlyFull;
import gedeon.storage.Scope;
import gedeon.storage.events.JdbcOutbox;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events of scopes that are nearly full, as rows of the outbox: written with the level that they tell of, handed over at least once. */
final class NearlyFullEvents {
    private final JdbcOutbox outbox;

    NearlyFullEvents(JdbcOutbox outbox) {
        this.outbox = outbox;
    }

    static void write(Connection c, char kind, int id, int level, QuotaNearlyFull standing) throws SQLException {
        Quota quota = standing.quota();
        Sql.update(
                c,
                "insert into outbox (consumer, event, body, change) select ?, 'QuotaNearlyFull', jsonb_build_object('kind', ?::text, 'id', ?::int, 'name', ?::text, "
                        + "'level', ?::int, 'percent', ?::int, 'limit', ?::bigint, 'used', ?::bigint, 'reserved', ?::bigint, 'limitObjects', ?::bigint, 'usedObjects', ?::bigint, "
                        + "'reservedObjects', ?::bigint, 'since', now()), nextval('seq')",
                JdbcQuotaWatch.CONSUMER,
                String.valueOf(kind),
                id,
                standing.name(),
                level,
                standing.percent(),
                quota.limit().value(),
                quota.used().value(),
                quota.reserved().value(),
                quota.objects().limit(),
                quota.objects().used(),
                quota.objects().reserved());
    }

    /** One after the other until none is due; returns how many were taken. */
    int deliver(Consumer<QuotaNearlyFull> to) {
        return outbox.deliver(JdbcQuotaWatch.CONSUMER, row -> to.accept(event(row.body())));
    }

    private static QuotaNearlyFull event(String body) {
        JsonNode node = JsonMapper.shared().readTree(body);
        int id = node.path("id").asInt();
        JsonNode objects = node.path("limitObjects");
        return new QuotaNearlyFull(
                node.path("kind").asString().equals("n") ? new Scope.OfNotebook(id) : new Scope.OfUnit(id),
                node.path("name").asString(),
                node.path("level").asInt() == 2,
                node.path("percent").asInt(),
                new Quota(
                        new ByteCount(node.path("limit").asLong()),
                        new ByteCount(node.path("used").asLong()),
                        new ByteCount(node.path("reserved").asLong()),
                        new Quota.Count(
                                objects.isNumber() ? Long.valueOf(objects.asLong()) : null,
                                node.path("usedObjects").asLong(),
                                node.path("reservedObjects").asLong())),
                OffsetDateTime.parse(node.path("since").asString()).toInstant());
    }
}
