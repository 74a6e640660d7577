package gedeon.storage.namespace;

import gedeon.storage.ObjectKey;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Takes null versions away, which the next one of their key replaces; those under retention or hold stay. */
final class NullVersions {
    private static final String REMOVE_NULL =
            "delete from version where bucket_id = ? and key %s and is_null and not legal_hold and (retain_until is null or retain_until <= now()) "
                    + "returning key, kind, size, blob_id, content_id";

    private NullVersions() {}

    /** The null versions that are replaced go away by one statement a bucket; returns their room by the place of who replaces them. */
    static Map<Integer, Room> removeReplaced(Connection c, List<Accepted> accepted) throws SQLException {
        Map<Integer, Map<ObjectKey, Integer>> places = new TreeMap<>();
        for (int i = 0; i < accepted.size(); i++) {
            Accepted one = accepted.get(i);
            if (one.isNull()) {
                places.computeIfAbsent(one.bucket().id(), bucket -> new HashMap<>())
                        .put(one.version().key(), i);
            }
        }
        Map<Integer, Room> replaced = new HashMap<>();
        List<Garbage.Named> gone = new ArrayList<>();
        for (Map.Entry<Integer, Map<ObjectKey, Integer>> bucket : places.entrySet()) {
            Sql.list(
                    c,
                    row -> {
                        gone.add(Garbage.Named.read(row));
                        Integer place = bucket.getValue().get(ObjectKey.of(row.getBytes("key")));
                        return replaced.put(Objects.requireNonNull(place), room(row));
                    },
                    REMOVE_NULL.formatted("= any (?)"),
                    bucket.getKey(),
                    c.createArrayOf(
                            "bytea",
                            bucket.getValue().keySet().stream()
                                    .map(ObjectKey::bytes)
                                    .toArray(byte[][]::new)));
        }
        Garbage.addNamed(c, gone);
        return replaced;
    }

    /** Removes the null version of a key, its content to the garbage; returns its room. */
    static Room remove(Connection c, int bucket, ObjectKey key) throws SQLException {
        List<Garbage.Named> gone = new ArrayList<>();
        Room freed = Sql.list(
                        c,
                        row -> {
                            gone.add(Garbage.Named.read(row));
                            return room(row);
                        },
                        REMOVE_NULL.formatted("= ?"),
                        bucket,
                        key.bytes())
                .stream()
                .reduce(Room.NONE, Room::plus);
        Garbage.addNamed(c, gone);
        return freed;
    }

    /** A marker counts nothing. */
    private static Room room(ResultSet row) throws SQLException {
        return row.getString("kind").equals("m") ? Room.NONE : Room.ofObject(row.getLong("size"));
    }
}
