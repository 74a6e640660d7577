package gedeon.storage.disposal;

import gedeon.storage.namespace.Listing;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of versions of a bucket below a prefix, each behind the last of the one before. */
final class Walks {
    private Walks() {}

    /** Versions with content up to a number, by key and of one key the newest first: what is left of the last key, then the following keys. */
    static List<Item> versions(Connection c, int bucket, byte[] prefix, @Nullable Item after, long horizon, int limit)
            throws SQLException {
        List<Item> page = new ArrayList<>();
        byte[] from = prefix;
        if (after != null) {
            page.addAll(Sql.list(
                    c,
                    Item::read,
                    "select key, seq from version where bucket_id = ? and key = ? and seq < ? and seq <= ? and kind = 'o' order by seq desc limit ?",
                    bucket,
                    after.key().bytes(),
                    after.seq(),
                    horizon,
                    limit));
            from = after.key().bytes();
        }
        if (page.size() < limit) {
            List<Object> values = new ArrayList<>(List.of(bucket, from));
            StringBuilder where = new StringBuilder("bucket_id = ? and key ").append(after == null ? ">= ?" : "> ?");
            end(prefix, where, values);
            values.add(horizon);
            values.add(limit - page.size());
            page.addAll(Sql.list(
                    c,
                    Item::read,
                    "select key, seq from version where " + where
                            + " and seq <= ? and kind = 'o' order by key, seq desc limit ?",
                    values.toArray()));
        }
        return page;
    }

    /** Marked versions, by key and then from the oldest; some may be gone. */
    static List<Item> marked(Connection c, int bucket, byte[] prefix, @Nullable Item after, int limit)
            throws SQLException {
        List<Object> values = new ArrayList<>(List.of(bucket, prefix));
        StringBuilder where = new StringBuilder("bucket_id = ? and key >= ?");
        end(prefix, where, values);
        if (after != null) {
            where.append(" and (key, seq) > (?, ?)");
            values.add(after.key().bytes());
            values.add(after.seq());
        }
        values.add(limit);
        return Sql.list(
                c,
                Item::read,
                "select key, seq from waste where " + where + " order by key, seq limit ?",
                values.toArray());
    }

    private static void end(byte[] prefix, StringBuilder where, List<Object> values) {
        byte[] end = prefix.length == 0 ? null : Listing.successor(prefix);
        if (end != null) {
            where.append(" and key < ?");
            values.add(end);
        }
    }
}
