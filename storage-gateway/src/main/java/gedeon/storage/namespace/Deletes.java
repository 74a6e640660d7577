package gedeon.storage.namespace;

import gedeon.kernel.ByteCount;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.objects.ObjectStore.Bucket;
import gedeon.storage.objects.ObjectStore.Deleted;
import gedeon.storage.objects.Refusal;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.sql.Sql;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Deleting as S3 does, always admitted except where a lock forbids it. */
public final class Deletes {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Sql sql;
    private final Namespace namespace;
    private final QuotaLedger ledger;

    public Deletes(Sql sql, Namespace namespace, QuotaLedger ledger) {
        this.sql = sql;
        this.namespace = namespace;
        this.ledger = ledger;
    }

    private record Done(Deleted deleted, long freed) {}

    public Deleted delete(Bucket bucket, ObjectKey key, @Nullable VersionId version, boolean nullVersion) {
        Done done = sql.inTransaction(c -> {
            Namespace.lockKeys(c, List.of(Namespace.hash(bucket.id(), key)));
            boolean remove = version != null || nullVersion || !bucket.versioned();
            return remove ? remove(c, bucket, key, version) : mark(c, bucket, key);
        });
        ledger.credited(bucket.notebook(), done.freed());
        return done.deleted();
    }

    private Done mark(Connection c, Bucket bucket, ObjectKey key) throws SQLException {
        StoredVersion marker = Sql.list(
                        c,
                        row -> new StoredVersion(
                                bucket.notebook(),
                                bucket.id(),
                                bucket.name(),
                                key,
                                new VersionId(row.getLong("seq"), row.getLong("nonce")),
                                false,
                                true,
                                ByteCount.ZERO,
                                "",
                                null,
                                List.of(),
                                row.getObject("created", OffsetDateTime.class).toInstant(),
                                Map.of(),
                                Map.of(),
                                row.getLong("seq")),
                        "insert into version (bucket_id, key, seq, nonce, is_null, kind, size, etag, change) select ?, ?, s, ?, false, 'm', 0, '', s from nextval('seq') s returning seq, nonce, created",
                        bucket.id(),
                        key.bytes(),
                        RANDOM.nextLong())
                .getFirst();
        Sql.update(c, "delete from current where bucket_id = ? and key = ?", bucket.id(), key.bytes());
        namespace.publish(c, "deleted", List.of(marker));
        return new Done(new Deleted(Optional.of(marker), true), 0);
    }

    private record Gone(
            StoredVersion version,
            @Nullable UUID blob,
            @Nullable UUID content,
            boolean locked) {}

    private Done remove(Connection c, Bucket bucket, ObjectKey key, @Nullable VersionId version) throws SQLException {
        String which = version == null ? " and v.is_null" : " and v.seq = ? and v.nonce = ?";
        String find = "select " + VersionRow.COLUMNS
                + ", v.blob_id, v.content_id, (v.legal_hold or coalesce(v.retain_until > now(), false)) as locked "
                + "from version v join bucket b on b.id = v.bucket_id where v.bucket_id = ? and v.key = ?" + which;
        Sql.RowReader<Gone> reader = row -> new Gone(
                VersionRow.read(row),
                row.getObject("blob_id", UUID.class),
                row.getObject("content_id", UUID.class),
                row.getBoolean("locked"));
        List<Gone> found = version == null
                ? Sql.list(c, reader, find, bucket.id(), key.bytes())
                : Sql.list(c, reader, find, bucket.id(), key.bytes(), version.seq(), version.nonce());
        if (found.isEmpty()) {
            return new Done(new Deleted(Optional.empty(), false), 0);
        }
        Gone gone = found.getFirst();
        if (gone.locked()) {
            throw new Refusal(
                    Refusal.Reason.LOCKED,
                    "version " + gone.version().version() + " of " + key
                            + " is under retention or legal hold; it can be removed when that ends");
        }
        long seq = gone.version().version().seq();
        Sql.update(c, "delete from version where bucket_id = ? and key = ? and seq = ?", bucket.id(), key.bytes(), seq);
        Namespace.garbage(c, gone.blob(), gone.content());
        refreshHead(c, bucket, key);
        long size = gone.version().size().value();
        if (size > 0) {
            ledger.settle(c, bucket.notebook(), 0, size);
        }
        namespace.publish(c, "deleted", List.of(gone.version()));
        return new Done(new Deleted(Optional.of(gone.version()), false), size);
    }

    /** The newest remaining version is the head, unless it is a marker. */
    private static void refreshHead(Connection c, Bucket bucket, ObjectKey key) throws SQLException {
        Sql.update(c, "delete from current where bucket_id = ? and key = ?", bucket.id(), key.bytes());
        Sql.update(
                c,
                "insert into current (bucket_id, key, seq, size, etag, modified) select bucket_id, key, seq, size, etag, created from "
                        + "(select * from version where bucket_id = ? and key = ? order by seq desc limit 1) v where v.kind = 'o'",
                bucket.id(),
                key.bytes());
    }
}
