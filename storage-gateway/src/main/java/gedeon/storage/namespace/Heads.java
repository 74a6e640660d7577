package gedeon.storage.namespace;

import gedeon.storage.ObjectKey;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands at the head of a key, and whether a write's conditions hold there. */
final class Heads {
    private Heads() {}

    record Head(String etag, boolean marker) {}

    /** By the place of the version that asks; none where it asks nothing or nothing is there. */
    static Map<Integer, Head> of(Connection c, List<NewVersion> versions) throws SQLException {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            NewVersion v = versions.get(i);
            if (v.conditions().ifMatch() != null || v.conditions().ifNoneMatch() != null) {
                places.add(i);
            }
        }
        Map<Integer, Head> heads = new HashMap<>();
        if (places.size() == 1) {
            NewVersion v = versions.get(places.getFirst());
            Sql.list(
                    c,
                    row -> heads.put(places.getFirst(), new Head(row.getString(1), false)),
                    "select etag from current where bucket_id = ? and key = ?",
                    v.bucket().id(),
                    v.key().bytes());
        } else if (places.size() > 1) {
            Sql.list(
                    c,
                    row -> heads.put(row.getInt(1), new Head(row.getString(2), false)),
                    "select t.place, h.etag from unnest(?::int[], ?::int[], ?::bytea[]) as t (place, bucket, key) "
                            + "cross join lateral (select etag from current where bucket_id = t.bucket and key = t.key limit 1) h",
                    c.createArrayOf("integer", places.toArray()),
                    c.createArrayOf(
                            "integer",
                            places.stream()
                                    .map(place -> versions.get(place).bucket().id())
                                    .toArray()),
                    c.createArrayOf(
                            "bytea",
                            places.stream()
                                    .map(place -> versions.get(place).key().bytes())
                                    .toArray(byte[][]::new)));
        }
        return heads;
    }

    /** Why the conditions do not hold; null where they do. */
    static @Nullable Refusal violated(Conditions conditions, @Nullable Head head, ObjectKey key) {
        String match = conditions.ifMatch();
        if (match != null) {
            if (head == null) {
                return new Refusal(Refusal.Reason.NO_SUCH_KEY, "If-Match was asked, but there is no object " + key);
            }
            if (!match.equals("*") && !match.equals(head.etag())) {
                return new Refusal(
                        Refusal.Reason.PRECONDITION_FAILED,
                        "the current ETag of " + key + " is not the one in If-Match");
            }
        }
        String none = conditions.ifNoneMatch();
        if (none != null && head != null && (none.equals("*") || none.equals(head.etag()))) {
            return new Refusal(Refusal.Reason.PRECONDITION_FAILED, "an object " + key + " exists already");
        }
        return null;
    }

    /**
     * The places of those that only add and whose key is taken, where the bucket keeps no versions: by its head, or by the null version that a marker hides,
     * since a new null version would take its place.
     *
     * @param buckets as they are now
     */
    static Set<Integer> taken(Connection c, List<NewVersion> versions, Map<Integer, Bucket> buckets)
            throws SQLException {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            Bucket bucket = buckets.get(versions.get(i).bucket().id());
            if (versions.get(i).conditions().addsOnly() && bucket != null && !bucket.versioned()) {
                places.add(i);
            }
        }
        if (places.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(Sql.list(
                c,
                row -> row.getInt(1),
                "select t.place from unnest(?::int[], ?::int[], ?::bytea[]) as t (place, bucket, key) cross join lateral ("
                        + "select 1 from current where bucket_id = t.bucket and key = t.key union all "
                        + "select 1 from version where bucket_id = t.bucket and key = t.key and is_null and kind = 'o' limit 1) h",
                c.createArrayOf("integer", places.toArray()),
                c.createArrayOf(
                        "integer",
                        places.stream()
                                .map(place -> versions.get(place).bucket().id())
                                .toArray()),
                c.createArrayOf(
                        "bytea",
                        places.stream()
                                .map(place -> versions.get(place).key().bytes())
                                .toArray(byte[][]::new))));
    }

    static Refusal taken(NewVersion version) {
        return new Refusal(
                Refusal.Reason.PRECONDITION_FAILED,
                "an object " + version.key() + " exists already, and this key only adds");
    }
}
