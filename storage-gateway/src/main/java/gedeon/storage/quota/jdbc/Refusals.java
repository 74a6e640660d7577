package gedeon.storage.quota.jdbc;

import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Says why there is no room: which scope, what of it, and whom to ask. */
final class Refusals {
    private static final String UNIT_SUMS = """
            with recursive down (id) as (select ?::int union all select q.id from down join quota q on q.kind = 'u' and q.parent = down.id)
            select coalesce(sum(q.used), 0)::bigint, coalesce(sum(q.used_objects), 0)::bigint from down join quota q on q.kind = 'n' and q.parent = down.id""";

    private Refusals() {}

    static QuotaExceeded full(Connection c, QuotaRow row, Room need) throws SQLException {
        QuotaRow known = row.kind() == 'n' ? row : withUse(c, row);
        boolean bytes = need.bytes() > 0 && known.free().bytes() < need.bytes();
        Quota quota = known.quota();
        return bytes
                ? QuotaExceeded.ofBytes(known.scope(), name(c, row), quota, need.bytes(), directors(c, row))
                : QuotaExceeded.ofObjects(known.scope(), name(c, row), quota, need.objects(), directors(c, row));
    }

    /** What the notebooks below a unit use: no row of the unit holds it. */
    private static QuotaRow withUse(Connection c, QuotaRow row) throws SQLException {
        Room used = Sql.list(c, sums -> new Room(sums.getLong(1), sums.getLong(2)), UNIT_SUMS, row.id())
                .getFirst();
        return new QuotaRow(
                row.kind(),
                row.id(),
                row.parent(),
                row.limit(),
                row.limitObjects(),
                used.least(row.taken()),
                row.taken());
    }

    static String name(Connection c, QuotaRow row) throws SQLException {
        return Sql.list(
                        c,
                        found -> found.getString(1),
                        row.kind() == 'n'
                                ? "select name from notebook where id = ?"
                                : "select name from unit where id = ?",
                        row.id())
                .stream()
                .findFirst()
                .orElse(String.valueOf(row.id()));
    }

    /** Names of the directors of the unit, or of the notebook's unit. */
    private static List<String> directors(Connection c, QuotaRow row) throws SQLException {
        Integer unit = row.kind() == 'n' ? row.parent() : Integer.valueOf(row.id());
        return Sql.list(
                c,
                found -> found.getString(1),
                "select a.name from role_grant g join account a on a.id = g.account where g.role = 'DIRECTOR' and g.kind = 'UNIT' and g.target = ? order by a.name limit 5",
                unit);
    }
}
