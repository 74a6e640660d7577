package gedeon.storage.quota.jdbc;

import gedeon.kernel.ByteCount;
import gedeon.storage.OverAllocated;
import gedeon.storage.QuotaChange;
import gedeon.storage.RoomDecided;
import gedeon.storage.RoomRequests;
import gedeon.storage.Scope;
import gedeon.storage.events.JdbcOutbox;
import gedeon.storage.quota.QuotaSettings;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests in PostgreSQL. That one is open at a time is held by an index; a decision holds the request's row, then those of the ledger, and leaves a row in the
 * outbox.
 */
public final class JdbcRoomRequests implements RoomRequests {
    /** Of the outbox. */
    public static final String CONSUMER = "room";

    private static final int LONGEST = 2000;
    private static final String SELECT =
            "select r.id, r.notebook, n.name as notebook_name, a.name as asker, r.more_bytes, r.more_objects, r.reason, r.asked, r.state, r.decided, d.name as decider, "
                    + "coalesce(r.words, '') as words, r.limit_bytes, r.granted_bytes, r.limit_objects, r.granted_objects "
                    + "from room_request r join notebook n on n.id = r.notebook join account a on a.id = r.asker left join account d on d.id = r.decider ";

    private final Sql sql;
    private final Limits limits;
    private final JdbcOutbox outbox;

    public JdbcRoomRequests(Sql sql, Allocations allocations, QuotaSettings settings, JdbcOutbox outbox) {
        this.sql = sql;
        this.outbox = outbox;
        this.limits = new Limits(allocations, settings);
    }

    @Override
    public RoomRequest ask(long asker, int notebook, ByteCount more, long moreObjects, String reason) {
        if (moreObjects < 0 || more.isZero() && moreObjects == 0) {
            throw new IllegalArgumentException("say how much more room is needed: bytes, or objects, or both");
        }
        requireWords("a reason", reason);
        List<Long> made = sql.list(
                row -> row.getLong(1),
                "insert into room_request (notebook, asker, more_bytes, more_objects, reason) values (?, ?, ?, ?, ?) on conflict (notebook) where state = 'OPEN' do nothing returning id",
                notebook,
                asker,
                more.value(),
                moreObjects,
                reason.strip());
        if (made.isEmpty()) {
            throw new NotNow("a request for this notebook waits for a decision already; one is open at a time");
        }
        return find(made.getFirst()).orElseThrow();
    }

    private static void requireWords(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException(what + " has 1 to " + LONGEST + " characters");
        }
    }

    @Override
    public Optional<RoomRequest> find(long id) {
        return sql.one(JdbcRoomRequests::read, SELECT + "where r.id = ?", id);
    }

    @Override
    public List<RoomRequest> ofNotebook(int notebook, int most) {
        return sql.list(
                JdbcRoomRequests::read, SELECT + "where r.notebook = ? order by r.id desc limit ?", notebook, most);
    }

    @Override
    public List<RoomRequest> open(Collection<Integer> notebooks) {
        return sql.inTransaction(c -> Sql.list(
                c,
                JdbcRoomRequests::read,
                SELECT + "where r.state = 'OPEN' and r.notebook = any (?) order by r.id",
                c.createArrayOf("integer", notebooks.toArray())));
    }

    private record Asked(int notebook, long bytes, long objects) {}

    /** The open request, held until the transaction ends. */
    private static Asked lock(Connection c, long id) throws SQLException {
        return Sql.list(
                        c,
                        row -> new Asked(row.getInt(1), row.getLong(2), row.getLong(3)),
                        "select notebook, more_bytes, more_objects from room_request where id = ? and state = 'OPEN' for update",
                        id)
                .stream()
                .findFirst()
                .orElseThrow(() -> new NotNow("request " + id + " was decided already"));
    }

    private record Now(long bytes, @Nullable Long objects) {}

    @Override
    public RoomRequest grant(long id, long decider, Part part, String words) {
        LedgerRows.inTree(sql, c -> {
            Asked asked = lock(c, id);
            // What is granted is added to the limit as it is until the end of this.
            QuotaRow.lockChain(c, asked.notebook());
            Now now = Sql.list(
                            c,
                            row -> new Now(row.getLong(1), row.getObject(2, Long.class)),
                            "select limit_bytes, limit_objects from quota where kind = 'n' and id = ?",
                            asked.notebook())
                    .getFirst();
            Granted granted = granted(asked, now, part);
            requireWithin(c, asked.notebook(), granted.limit());
            limits.apply(
                    c,
                    new Scope.OfNotebook(asked.notebook()),
                    new QuotaChange(granted.limit(), granted.limitObjects(), false, null, null, null, null));
            Sql.update(
                    c,
                    "update room_request set state = 'GRANTED', decided = now(), decider = ?, words = ?, limit_bytes = ?, granted_bytes = ?, limit_objects = ?, "
                            + "granted_objects = ? where id = ?",
                    decider,
                    words.strip(),
                    granted.limit().value(),
                    granted.more().value(),
                    granted.limitObjects(),
                    granted.moreObjects(),
                    id);
            return announce(c, id);
        });
        return find(id).orElseThrow();
    }

    /**
     * @param more bytes beside the limit as it was
     * @param limitObjects null: as it was
     * @param moreObjects null where objects have no limit
     */
    private record Granted(
            ByteCount limit,
            ByteCount more,
            @Nullable Long limitObjects,
            @Nullable Long moreObjects) {}

    private static Granted granted(Asked asked, Now now, Part part) {
        ByteCount before = new ByteCount(now.bytes());
        ByteCount more = part.more() == null ? new ByteCount(asked.bytes()) : part.more();
        long moreObjects = part.moreObjects() == null ? asked.objects() : part.moreObjects();
        if (more.value() > asked.bytes() || moreObjects > asked.objects()) {
            throw new NoPart("asked for were " + asked.bytes() + " bytes and " + asked.objects()
                    + " objects; grant at most that, or set the limit");
        }
        if (part.limit() == null && more.isZero() && moreObjects == 0) {
            throw new NoPart("grant something of what was asked for, or refuse it");
        }
        ByteCount limit = part.limit() == null ? before.plus(more) : part.limit();
        Long objects = now.objects();
        return new Granted(
                limit,
                limit.minusOrZero(before),
                objects == null || moreObjects == 0 ? null : Long.valueOf(Math.addExact(objects, moreObjects)),
                objects == null ? null : Long.valueOf(moreObjects));
    }

    /** No grant names more than a unit above has: it could never be used. */
    private static void requireWithin(Connection c, int notebook, ByteCount limit) throws SQLException {
        for (int unit : QuotaRow.above(c, 'n', notebook)) {
            QuotaRow row = QuotaRow.lock(c, 'u', unit);
            if (row.limit() < limit.value()) {
                throw new OverAllocated("unit " + Refusals.name(c, row) + " has " + row.limit()
                        + " bytes itself; grant a limit within them, or ask for more room of the unit");
            }
        }
    }

    @Override
    public RoomRequest refuse(long id, long decider, String words) {
        requireWords("a refusal", words);
        sql.inTransaction(c -> {
            lock(c, id);
            Sql.update(
                    c,
                    "update room_request set state = 'REFUSED', decided = now(), decider = ?, words = ? where id = ?",
                    decider,
                    words.strip(),
                    id);
            return announce(c, id);
        });
        return find(id).orElseThrow();
    }

    private static int announce(Connection c, long id) throws SQLException {
        return Sql.update(
                c,
                "insert into outbox (consumer, event, body, change) values (?, 'RoomDecided', jsonb_build_object('request', ?::bigint), nextval('seq'))",
                CONSUMER,
                id);
    }

    @Override
    public int deliver(Consumer<RoomDecided> to) {
        return outbox.deliver(
                CONSUMER,
                row -> find(JsonMapper.shared()
                                .readTree(row.body())
                                .path("request")
                                .asLong())
                        .map(RoomDecided::new)
                        .ifPresent(to));
    }

    private static RoomRequest read(ResultSet row) throws SQLException {
        OffsetDateTime decided = row.getObject("decided", OffsetDateTime.class);
        return new RoomRequest(
                row.getLong("id"),
                row.getInt("notebook"),
                row.getString("notebook_name"),
                row.getString("asker"),
                new ByteCount(row.getLong("more_bytes")),
                row.getLong("more_objects"),
                row.getString("reason"),
                row.getObject("asked", OffsetDateTime.class).toInstant(),
                State.valueOf(row.getString("state")),
                decided == null ? null : decided.toInstant(),
                row.getString("decider"),
                row.getString("words"),
                bytes(row, "limit_bytes"),
                bytes(row, "granted_bytes"),
                row.getObject("limit_objects", Long.class),
                row.getObject("granted_objects", Long.class));
    }

    private static @Nullable ByteCount bytes(ResultSet row, String column) throws SQLException {
        Long bytes = row.getObject(column, Long.class);
        return bytes == null ? null : new ByteCount(bytes);
    }
}
