package gedeon.storage.lifecycle.restore;

import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.Versions;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The archived blobs of a version, and which of them have a restored copy. */
final class ArchivedContent {
    private static final String BLOBS =
            "with wanted as (select ?::int as b, ?::bytea as k, ?::bigint as s), blobs as materialized (select a.id, a.size from wanted w join version v on v.bucket_id = w.b and v.key = w.k "
                    + "and v.seq = w.s join blob a on a.id = v.blob_id and a.archived union select a.id, a.size from wanted w join version v on v.bucket_id = w.b and v.key = w.k "
                    + "and v.seq = w.s join part p on p.content_id = v.content_id join blob a on a.id = p.blob_id and a.archived) ";

    private ArchivedContent() {}

    /**
     * How far a version is restored.
     *
     * @param blobs how many of its blobs are archived; none where it need not be restored, or is gone
     * @param bytes of them
     * @param restored how many of them have a restored copy
     * @param until when the first of those ends
     * @param now by the clock that says so
     */
    record Standing(
            long blobs, long bytes, long restored, @Nullable Instant until, Instant now) {
        boolean whole() {
            return blobs > 0 && restored == blobs;
        }
    }

    static Standing standing(Connection c, int bucket, byte[] key, long seq) throws SQLException {
        return Sql.list(
                        c,
                        row -> {
                            OffsetDateTime until = row.getObject("until", OffsetDateTime.class);
                            return new Standing(
                                    row.getLong("blobs"),
                                    row.getLong("bytes"),
                                    row.getLong("restored"),
                                    until == null ? null : until.toInstant(),
                                    row.getObject("now", OffsetDateTime.class).toInstant());
                        },
                        BLOBS
                                + "select count(*) as blobs, coalesce(sum(a.size), 0)::bigint as bytes, count(n.until) as restored, min(n.until) as until, now() as now from blobs a "
                                + "cross join lateral (select max(l.restored_until) as until from location l where l.blob_id = a.id and l.state = 'l' and l.restored_until > now()) n",
                        bucket,
                        key,
                        seq)
                .getFirst();
    }

    static Standing standing(Sql sql, StoredVersion version) {
        return sql.inTransaction(c -> standing(
                c, version.bucketId(), version.key().bytes(), version.version().seq()));
    }

    /** Where each of them lies for good. */
    static List<Place> places(Sql sql, int bucket, byte[] key, long seq) {
        return sql.list(
                Versions::place,
                BLOBS
                        + "select l.* from blobs a cross join lateral (select blob_id, tier_id, pack_id, pos, length from location "
                        + "where blob_id = a.id and state = 'l' and restored_until is null order by tier_id limit 1) l",
                bucket,
                key,
                seq);
    }

    /** Restored copies of all of them stay until then, or longer where they do already; returns how many copies there are. */
    static int extend(Connection c, int bucket, byte[] key, long seq, Instant until) throws SQLException {
        return Sql.update(
                c,
                BLOBS
                        + "update location l set restored_until = greatest(l.restored_until, ?) from blobs a where l.blob_id = a.id and l.state = 'l' and l.restored_until > now()",
                bucket,
                key,
                seq,
                until.atOffset(java.time.ZoneOffset.UTC));
    }
}
