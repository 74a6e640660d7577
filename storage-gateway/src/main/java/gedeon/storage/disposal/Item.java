package gedeon.storage.disposal;

import gedeon.storage.ObjectKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/** A version of a bucket by its place in the namespace. */
record Item(ObjectKey key, long seq) {
    static Item read(ResultSet row) throws SQLException {
        return new Item(ObjectKey.of(row.getBytes("key")), row.getLong("seq"));
    }

    static Array keys(Connection c, Collection<Item> items) throws SQLException {
        return c.createArrayOf(
                "bytea", items.stream().map(one -> one.key().bytes()).toArray(byte[][]::new));
    }

    static Array seqs(Connection c, Collection<Item> items) throws SQLException {
        return c.createArrayOf("bigint", items.stream().map(Item::seq).toArray());
    }
}
