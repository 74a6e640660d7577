package gedeon.storage.quota.jdbc;

import gedeon.storage.QuotaChange;
import gedeon.storage.Scope;
import gedeon.storage.quota.QuotaSettings;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes limits and what goes with them, within the caller's transaction: the row above is locked first, then the scope's. */
final class Limits {
    private final Allocations allocations;
    private final QuotaSettings settings;

    Limits(Allocations allocations, QuotaSettings settings) {
        this.allocations = allocations;
        this.settings = settings;
    }

    private record Row(
            @Nullable Integer parent,
            long limit,
            @Nullable Integer warnAt,
            @Nullable Integer alarmAt,
            @Nullable Integer graceDays) {}

    private static Row row(Connection c, char kind, int id, boolean locked) throws SQLException {
        List<Row> found = Sql.list(
                c,
                row -> new Row(
                        row.getObject(1, Integer.class),
                        row.getLong(2),
                        row.getObject(3, Integer.class),
                        row.getObject(4, Integer.class),
                        row.getObject(5, Integer.class)),
                "select parent, limit_bytes, warn_at::int, alarm_at::int, grace_days::int from quota where kind = ?::\"char\" and id = ?"
                        + (locked ? " for update" : ""),
                String.valueOf(kind),
                id);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no such scope: " + kind + id);
        }
        return found.getFirst();
    }

    /** @throws gedeon.storage.OverAllocated where a limit promises more than is allowed */
    void apply(Connection c, Scope scope, QuotaChange change) throws SQLException {
        char kind = scope instanceof Scope.OfUnit ? 'u' : 'n';
        int id = id(scope);
        if (change.overallocation() != null && kind == 'n') {
            throw new IllegalArgumentException("over-allocation is a matter of units");
        }
        Row before = row(c, kind, id, false);
        if (change.limit() != null) {
            long growth = change.limit().value() - before.limit();
            allocations.requireGrowth(c, before.parent(), growth);
            if (growth < 0 && kind == 'u') {
                Allocations.requireShrink(c, id, change.limit().value());
            }
        }
        Row now = row(c, kind, id, true);
        if (now.limit() != before.limit() || !Objects.equals(now.parent(), before.parent())) {
            throw new TreeMoved();
        }
        warnings(c, kind, id, now, change);
        Sql.update(
                c,
                "update quota set limit_bytes = coalesce(?, limit_bytes), limit_objects = case when ? then null else coalesce(?, limit_objects) end, "
                        + "overallocation = case when ? < 0 then null else coalesce(?, overallocation) end where kind = ?::\"char\" and id = ?",
                change.limit() == null ? null : Long.valueOf(change.limit().value()),
                change.unlimitedObjects(),
                change.limitObjects(),
                Optional.ofNullable(change.overallocation()).orElse(0),
                change.overallocation(),
                String.valueOf(kind),
                id);
        // Every process gives idle room back, so that a limit below what is taken admits nothing from it.
        Sql.list(c, row -> true, "select pg_notify(?, ?)", ProcessLease.CHANNEL, ProcessLease.LIMIT);
    }

    private void warnings(Connection c, char kind, int id, Row now, QuotaChange change) throws SQLException {
        Integer warn = set(now.warnAt(), change.warnAt());
        Integer alarm = set(now.alarmAt(), change.alarmAt());
        Integer grace = set(now.graceDays(), change.graceDays());
        if (grace != null && alarm == null) {
            // What binds one day does not move with the institution's setting.
            alarm = settings.alarmAtPercent();
        }
        int warnsAt = warn == null ? settings.warnAtPercent() : warn;
        int alarmsAt = alarm == null ? settings.alarmAtPercent() : alarm;
        if (warnsAt > alarmsAt) {
            throw new IllegalArgumentException(
                    "the warning comes before the alarm, was " + warnsAt + " and " + alarmsAt + " per cent");
        }
        Sql.update(
                c,
                "update quota set warn_at = ?, alarm_at = ?, grace_days = ? where kind = ?::\"char\" and id = ? and (warn_at, alarm_at, grace_days) is distinct from (?::smallint, ?::smallint, ?::smallint)",
                warn,
                alarm,
                grace,
                String.valueOf(kind),
                id,
                warn,
                alarm,
                grace);
    }

    private static @Nullable Integer set(@Nullable Integer now, @Nullable Integer asked) {
        return asked == null ? now : asked == 0 ? null : asked;
    }

    static int id(Scope scope) {
        return switch (scope) {
            case Scope.OfUnit unit -> unit.unit();
            case Scope.OfNotebook notebook -> notebook.notebook();
        };
    }
}
