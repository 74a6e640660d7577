package gedeon.storage.quota.jdbc;

import gedeon.kernel.ByteCount;
import gedeon.storage.Quota;
import gedeon.storage.Scope;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A locked row of the ledger.
 *
 * @param kind {@code n} or {@code u}
 * @param parent unit above
 * @param limit what binds a draw: the limit, or less of it where a grace has ended
 * @param limitObjects null where any number may be stored
 * @param taken of a notebook what is used and leased, of a unit the sum below it
 */
record QuotaRow(
        char kind,
        int id,
        @Nullable Integer parent,
        long limit,
        @Nullable Long limitObjects,
        Room used,
        Room taken) {
    private static final String CHAIN = """
            with recursive chain (unit, depth) as (
                select parent, 0 from quota where kind = ?::"char" and id = ?
                union all
                select q.parent, c.depth + 1 from chain c join quota q on q.kind = 'u' and q.id = c.unit)
            select unit from chain where unit is not null order by depth desc""";

    private static final String LOOK = """
            select parent, %s, %s, used, used_objects,
                case when kind = 'n' then used + leased else taken end, case when kind = 'n' then used_objects + leased_objects else taken_objects end
            from quota where kind = ?::"char" and id = ?""".formatted(binding("limit_bytes"), binding("limit_objects"));

    private static final String LOCK = LOOK + " for update";

    /** A limit, or what is left of it where the scope has been in alarm for longer than its grace. */
    private static String binding(String limit) {
        return "case when level = 2 and level_since < now() - grace_days * interval '1 day' then floor(" + limit
                + "::numeric * alarm_at / 100)::bigint else " + limit + " end";
    }

    /** The units above, root first, as they are now. */
    static List<Integer> above(Connection c, char kind, int id) throws SQLException {
        return Sql.list(c, row -> row.getInt(1), CHAIN, String.valueOf(kind), id);
    }

    /**
     * Locks a notebook's units, root first, and then the notebook. Whoever moves a row of them holds it, so that a chain whose locked rows name each other is
     * the chain until the transaction ends.
     *
     * @throws TreeMoved where it was changed between the look and the lock
     */
    static List<QuotaRow> lockChain(Connection c, int notebook) throws SQLException {
        List<QuotaRow> rows = new ArrayList<>();
        Integer before = null;
        for (int unit : above(c, 'n', notebook)) {
            before = linked(rows, lock(c, 'u', unit), before);
        }
        linked(rows, lock(c, 'n', notebook), before);
        return rows;
    }

    /** As {@link #lockChain}, without a lock: what it says may be over already. */
    static List<QuotaRow> lookAtChain(Connection c, int notebook) throws SQLException {
        List<QuotaRow> rows = new ArrayList<>();
        for (int unit : above(c, 'n', notebook)) {
            rows.addAll(Sql.list(c, row -> read(row, 'u', unit), LOOK, "u", unit));
        }
        rows.addAll(Sql.list(c, row -> read(row, 'n', notebook), LOOK, "n", notebook));
        return rows;
    }

    private static Integer linked(List<QuotaRow> rows, QuotaRow row, @Nullable Integer before) {
        if (!java.util.Objects.equals(row.parent(), before)) {
            throw new TreeMoved();
        }
        rows.add(row);
        return row.id();
    }

    static QuotaRow lock(Connection c, char kind, int id) throws SQLException {
        List<QuotaRow> found = Sql.list(c, row -> read(row, kind, id), LOCK, String.valueOf(kind), id);
        if (found.isEmpty()) {
            throw new SQLException("no quota row for " + kind + id);
        }
        return found.getFirst();
    }

    private static QuotaRow read(ResultSet row, char kind, int id) throws SQLException {
        return new QuotaRow(
                kind,
                id,
                row.getObject(1, Integer.class),
                row.getLong(2),
                row.getObject(3, Long.class),
                new Room(row.getLong(4), row.getLong(5)),
                new Room(row.getLong(6), row.getLong(7)));
    }

    /** What may still be drawn; negative where a limit was set below what is taken. */
    Room free() {
        return new Room(limit - taken.bytes(), limitObjects == null ? Long.MAX_VALUE : limitObjects - taken.objects());
    }

    /** Adds to what is taken; negative gives back. */
    void take(Connection c, Room room) throws SQLException {
        String statement = kind == 'n'
                ? "update quota set leased = leased + ?, leased_objects = leased_objects + ? where kind = 'n' and id = ?"
                : "update quota set taken = taken + ?, taken_objects = taken_objects + ? where kind = 'u' and id = ?";
        Sql.update(c, statement, room.bytes(), room.objects(), id);
    }

    Scope scope() {
        return kind == 'n' ? new Scope.OfNotebook(id) : new Scope.OfUnit(id);
    }

    Quota quota() {
        Room reserved = taken.minus(used);
        return new Quota(
                new ByteCount(limit),
                new ByteCount(used.bytes()),
                new ByteCount(reserved.bytes()),
                new Quota.Count(limitObjects, used.objects(), reserved.objects()));
    }
}
