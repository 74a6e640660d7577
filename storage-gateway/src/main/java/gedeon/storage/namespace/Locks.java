package gedeon.storage.namespace;

import gedeon.storage.ObjectKey;
import gedeon.storage.objects.Bucket;
import gedeon.storage.sql.Sql;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The locks of the namespace, each held until its transaction ends. Their order, which keeps everybody from waiting in a circle: a notebook's keys, rows of
 * uploads and parts, buckets, keys of objects, blobs, ledger.
 */
public final class Locks {
    private static final int BUCKET_LOCKS = 1024;

    private Locks() {}

    /**
     * Holds the keys of versions of a bucket until the transaction ends, in the order of their hashes, and the buckets' states before them: whoever
     * changes a state, or removes a bucket, waits ({@link #bucket}).
     */
    public static void keys(Connection c, List<Integer> buckets, List<Long> hashes) throws SQLException {
        Sql.list(
                c,
                row -> true,
                "select pg_advisory_xact_lock_shared(1, b) from (select b from unnest(?::int[]) as t(b) order by b) s",
                slots(c, buckets));
        Sql.list(
                c,
                row -> true,
                "select pg_advisory_xact_lock(h) from (select h from unnest(?::bigint[]) as t(h) order by h) s",
                c.createArrayOf("bigint", hashes.stream().distinct().sorted().toArray()));
    }

    /** Keeps a bucket from being removed until the transaction ends, without holding any of its keys. */
    static void share(Connection c, Bucket bucket) throws SQLException {
        keys(c, List.of(bucket.id()), List.of());
    }

    static void key(Connection c, Bucket bucket, ObjectKey key) throws SQLException {
        keys(c, List.of(bucket.id()), List.of(hash(bucket.id(), key)));
    }

    /** Waits until no version of the bucket is being committed, and keeps it so until the transaction ends. Takes no key afterwards. */
    public static void bucket(Connection c, int bucket) throws SQLException {
        buckets(c, List.of(bucket));
    }

    /** As {@link #bucket} of all of them, however many they are. */
    public static void buckets(Connection c, List<Integer> buckets) throws SQLException {
        Sql.list(
                c,
                row -> true,
                "select pg_advisory_xact_lock(1, b) from (select b from unnest(?::int[]) as t(b) order by b) s",
                slots(c, buckets));
    }

    /** Buckets share their locks: a notebook has more of them than the database has room for locks, and who holds one exclusively is soon done. */
    private static Array slots(Connection c, List<Integer> buckets) throws SQLException {
        return c.createArrayOf(
                "integer",
                buckets.stream()
                        .map(bucket -> Math.floorMod(bucket, BUCKET_LOCKS))
                        .distinct()
                        .toArray());
    }

    public static long hash(int bucket, ObjectKey key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(ByteBuffer.allocate(4).putInt(bucket).array());
            return ByteBuffer.wrap(digest.digest(key.bytes())).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Keeps the keys of a notebook as they are until the transaction ends; taken before any other lock. Not needed by who holds one of its buckets
     * ({@link #keys}): who destroys a key holds both.
     */
    public static void keepKeys(Connection c, int notebook) throws SQLException {
        Sql.list(c, row -> true, "select 1 from notebook where id = ? for share", notebook);
    }
}
