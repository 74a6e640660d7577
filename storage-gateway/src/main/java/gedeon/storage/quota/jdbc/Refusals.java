package gedeon.storage.quota.jdbc;

import gedeon.storage.Quota;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.RoomOf;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why there is no room: which scope, what of it, and whom to ask. */
final class Refusals {
    private static final String UNIT_SUMS = """
            with recursive down (id) as (select ?::int union all select q.id from down join quota q on q.kind = 'u' and q.parent = down.id)
            select coalesce(sum(q.used), 0)::bigint, coalesce(sum(q.used_objects), 0)::bigint from down join quota q on q.kind = 'n' and q.parent = down.id""";

    /** What processes have leased of which the database has heard nothing for so long that they missed two renewals. */
    private static final String SILENT = """
            select coalesce(sum(l.bytes), 0)::bigint, coalesce(sum(l.objects), 0)::bigint,
                max(greatest(p.expires_at, now()) + ? * interval '1 millisecond') from process p join lease l on l.process = p.id
            where p.expires_at < now() + ? * interval '1 millisecond' and l.notebook %s""";

    private static final String SILENT_IN_NOTEBOOK = SILENT.formatted("= ?");
    private static final String SILENT_BELOW = SILENT.formatted(
            "in (with recursive down (id) as (select ?::int union all select q.id from down join quota q on q.kind = 'u' and q.parent = down.id) "
                    + "select q.id from down join quota q on q.kind = 'n' and q.parent = down.id)");

    private Refusals() {}

    /** Where all processes have the usual lease. */
    static QuotaExceeded full(Connection c, QuotaRow row, Room need) throws SQLException {
        return full(c, row, need, LeaseSettings.DEFAULTS);
    }

    /** @param lease as all processes have it */
    static QuotaExceeded full(Connection c, QuotaRow row, Room need, LeaseSettings lease) throws SQLException {
        QuotaRow known = row.kind() == 'n' ? row : withUse(c, row);
        boolean bytes = need.bytes() > 0 && known.free().bytes() < need.bytes();
        Quota quota = known.quota();
        RoomOf of = bytes ? RoomOf.BYTES : RoomOf.OBJECTS;
        return QuotaExceeded.of(
                of,
                known.scope(),
                name(c, row),
                quota,
                bytes ? need.bytes() : need.objects(),
                directors(c, row),
                silent(c, row, of, lease));
    }

    private static QuotaExceeded.@Nullable Silent silent(Connection c, QuotaRow row, RoomOf of, LeaseSettings lease)
            throws SQLException {
        return Sql.list(
                        c,
                        found -> silent(found, of),
                        row.kind() == 'n' ? SILENT_IN_NOTEBOOK : SILENT_BELOW,
                        // Whoever lives tidies up after it at his next renewal.
                        lease.renewal().toMillis(),
                        lease.life()
                                .minus(lease.renewal().multipliedBy(5).dividedBy(2))
                                .toMillis(),
                        row.id())
                .getFirst()
                .orElse(null);
    }

    private static Optional<QuotaExceeded.Silent> silent(ResultSet row, RoomOf of) throws SQLException {
        long amount = row.getLong(of == RoomOf.BYTES ? 1 : 2);
        return amount == 0
                ? Optional.empty()
                : Optional.of(new QuotaExceeded.Silent(
                        amount, row.getObject(3, OffsetDateTime.class).toInstant()));
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
