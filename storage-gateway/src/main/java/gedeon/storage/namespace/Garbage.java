package gedeon.storage.namespace;

import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names content for the collector, which looks for other users after the grace period; that begins anew with each user that goes. Whoever needs locks of
 * blobs, versions or parts has them before; then all is named at once in the order of its ids, so that two who name the same never wait for each other.
 * What was disposed of has a longer grace: its "since" lies ahead, and nobody brings it nearer.
 */
public final class Garbage {
    private Garbage() {}

    /** What a row of a version named: a blob, or a content that is made of parts. */
    public record Named(@Nullable UUID blob, @Nullable UUID content) {
        public static Named read(ResultSet row) throws SQLException {
            return new Named(row.getObject("blob_id", UUID.class), row.getObject("content_id", UUID.class));
        }
    }

    public static void add(Connection c, Collection<UUID> blobs) throws SQLException {
        add(c, blobs, Duration.ZERO);
    }

    private static void add(Connection c, Collection<UUID> blobs, Duration later) throws SQLException {
        if (!blobs.isEmpty()) {
            Sql.update(
                    c,
                    "insert into garbage (blob_id, since) select b, now() + ? * interval '1 millisecond' from (select distinct b from unnest(?::uuid[]) as t(b)) s order by b "
                            + "on conflict (blob_id) do update set since = greatest(garbage.since, excluded.since)",
                    later.toMillis(),
                    c.createArrayOf("uuid", blobs.toArray()));
        }
    }

    /** What deleted versions named. */
    static void addNamed(Connection c, List<Named> gone) throws SQLException {
        addNamed(c, gone, Duration.ZERO);
    }

    /** @param later how much longer than usual it stays */
    public static void addNamed(Connection c, List<Named> gone, Duration later) throws SQLException {
        List<UUID> blobs = new ArrayList<>();
        for (Named one : gone) {
            if (one.blob() != null) {
                blobs.add(one.blob());
            }
            if (one.content() != null) {
                blobs.addAll(Sql.list(
                        c,
                        row -> row.getObject(1, UUID.class),
                        "select distinct blob_id from part where content_id = ?",
                        one.content()));
            }
        }
        add(c, blobs, later);
    }
}
