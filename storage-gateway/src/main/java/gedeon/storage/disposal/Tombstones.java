package gedeon.storage.disposal;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.storage.ObjectKey;
import gedeon.storage.VersionId;
import gedeon.storage.namespace.VersionRow;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is kept of versions that were disposed of. Rights are the caller's to ask: who may read the bucket may know. */
public final class Tombstones {
    private static final byte[] NOTHING = new byte[0];
    private static final String SELECT =
            "select t.notebook, t.bucket_id, t.bucket, t.key, t.seq, t.nonce, t.is_null, t.size, t.etag, t.sha256, "
                    + "t.checksums::text as checksums, t.content_type, t.created, t.disposed, t.requested_by, t.approved_by, t.reason, t.disposal from tombstone t ";

    private final Sql sql;

    public Tombstones(Sql sql) {
        this.sql = sql;
    }

    /** Also of one that a rebuild had taken back, by the name that it was given first. */
    public Optional<Tombstone> find(int bucket, ObjectKey key, VersionId version) {
        return sql.one(
                Tombstones::read,
                SELECT
                        + "where t.bucket_id = ? and t.key = ? and t.nonce = ? and (t.seq = ? or t.seq in (select r.seq from recovered r "
                        + "where r.bucket_id = t.bucket_id and r.key = t.key)) order by t.seq desc limit 1",
                bucket,
                key.bytes(),
                version.nonce(),
                version.seq());
    }

    /** Of the key's versions, the one that was written last. */
    public Optional<Tombstone> newest(int bucket, ObjectKey key) {
        return sql.one(
                Tombstones::read,
                SELECT + "where t.bucket_id = ? and t.key = ? order by t.seq desc limit 1",
                bucket,
                key.bytes());
    }

    /** As {@link #newest}, of what a bucket without versions had. */
    public Optional<Tombstone> newestNull(int bucket, ObjectKey key) {
        return sql.one(
                Tombstones::read,
                SELECT + "where t.bucket_id = ? and t.key = ? and t.is_null order by t.seq desc limit 1",
                bucket,
                key.bytes());
    }

    /** Of a bucket in the order of keys, behind one of them. */
    public List<Tombstone> ofBucket(int bucket, byte @Nullable [] afterKey, long afterSeq, int most) {
        return sql.list(
                Tombstones::read,
                SELECT + "where t.bucket_id = ? and (t.key, t.seq) > (?, ?) order by t.key, t.seq limit ?",
                bucket,
                afterKey == null ? NOTHING : afterKey,
                afterSeq,
                most);
    }

    /** Of a disposal in the order of keys, behind one of them. */
    public List<Tombstone> ofDisposal(long disposal, byte @Nullable [] afterKey, long afterSeq, int most) {
        return sql.list(
                Tombstones::read,
                SELECT + "where t.disposal = ? and (t.key, t.seq) > (?, ?) order by t.key, t.seq limit ?",
                disposal,
                afterKey == null ? NOTHING : afterKey,
                afterSeq,
                most);
    }

    private static Tombstone read(ResultSet row) throws SQLException {
        byte[] sha256 = row.getBytes("sha256");
        return new Tombstone(
                row.getInt("notebook"),
                row.getInt("bucket_id"),
                row.getString("bucket"),
                ObjectKey.of(row.getBytes("key")),
                new VersionId(row.getLong("seq"), row.getLong("nonce")),
                row.getBoolean("is_null"),
                new ByteCount(row.getLong("size")),
                row.getString("etag"),
                sha256 == null ? null : Digest.sha256(sha256),
                VersionRow.digests(row.getString("checksums")),
                row.getString("content_type"),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getObject("disposed", OffsetDateTime.class).toInstant(),
                row.getString("requested_by"),
                row.getString("approved_by"),
                row.getString("reason"),
                row.getLong("disposal"));
    }
}
