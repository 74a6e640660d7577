package gedeon.storage.quota.jdbc;

import gedeon.kernel.ByteCount;
import gedeon.storage.Quota;
import gedeon.storage.quota.QuotaSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What this process's last commit into each notebook saw of its room, where that was above the first threshold: told to who writes there. */
final class Near {
    /** Settles a commit, and says by the same statement what is left. */
    static final String SETTLE =
            "update quota set used = used + ?, leased = leased - ?, used_objects = used_objects + ?, leased_objects = leased_objects - ? where kind = 'n' and id = ? "
                    + "returning limit_bytes, used, leased, limit_objects, used_objects, leased_objects, warn_at, alarm_at, level";

    private final QuotaSettings settings;
    private final Runnable crossed;
    private final Map<Integer, Quota> near = new ConcurrentHashMap<>();

    Near(QuotaSettings settings, Runnable crossed) {
        this.settings = settings;
        this.crossed = crossed;
    }

    /** A row of {@link #SETTLE}; whether the notebook is nearly full. */
    boolean seen(int notebook, ResultSet row) throws SQLException {
        long limit = row.getLong(1);
        long used = row.getLong(2);
        Long limitObjects = row.getObject(4, Long.class);
        long usedObjects = row.getLong(5);
        double share = Math.max(
                used == 0 ? 0 : 100.0 * used / Math.max(1, limit),
                limitObjects == null || usedObjects == 0 ? 0 : 100.0 * usedObjects / Math.max(1, limitObjects));
        int level = share >= percent(row, 8, settings.alarmAtPercent())
                ? 2
                : share >= percent(row, 7, settings.warnAtPercent()) ? 1 : 0;
        if (level != row.getInt(9)) {
            crossed.run();
        }
        if (level > 0) {
            near.put(
                    notebook,
                    new Quota(
                            new ByteCount(limit),
                            new ByteCount(used),
                            new ByteCount(row.getLong(3)),
                            new Quota.Count(limitObjects, usedObjects, row.getLong(6))));
        } else if (!near.isEmpty()) {
            near.remove(notebook);
        }
        return level > 0;
    }

    private static int percent(ResultSet row, int column, int otherwise) throws SQLException {
        int own = row.getInt(column);
        return row.wasNull() ? otherwise : own;
    }

    Optional<Quota> of(int notebook) {
        return Optional.ofNullable(near.get(notebook));
    }
}
