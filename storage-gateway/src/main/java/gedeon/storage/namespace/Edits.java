package gedeon.storage.namespace;

import gedeon.storage.Attributes;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes of what is said of a version: tags, lock, access list. Each is a new {@code change}, under the key's lock. */
public final class Edits {
    private final Sql sql;
    private final Namespace namespace;

    public Edits(Sql sql, Namespace namespace) {
        this.sql = sql;
        this.namespace = namespace;
    }

    private record Found(StoredVersion version, boolean lockable, Instant now) {}

    public StoredVersion edit(StoredVersion version, boolean bypass, UnaryOperator<Attributes> change) {
        return sql.inTransaction(c -> {
            Locks.keys(c, List.of(version.bucketId()), List.of(Locks.hash(version.bucketId(), version.key())));
            List<Found> found = Sql.list(
                    c,
                    row -> new Found(
                            VersionRow.read(row),
                            row.getBoolean("locked"),
                            row.getObject("now", OffsetDateTime.class).toInstant()),
                    "select " + VersionRow.COLUMNS
                            + ", b.locked, now() as now from version v join bucket b on b.id = v.bucket_id where v.bucket_id = ? and v.key = ? and v.seq = ? and v.nonce = ?",
                    version.bucketId(),
                    version.key().bytes(),
                    version.version().seq(),
                    version.version().nonce());
            if (found.isEmpty()) {
                throw new Refusal(
                        Refusal.Reason.NO_SUCH_VERSION,
                        "version " + version.versionText() + " of " + version.key() + " is gone");
            }
            StoredVersion before = found.getFirst().version();
            Attributes after = change.apply(before.attributes());
            requireAllowed(found.getFirst(), after.lock(), bypass);
            long seq = Sql.list(
                            c,
                            row -> row.getLong(1),
                            "update version set tags = ?::jsonb, lock_mode = ?, retain_until = ?, legal_hold = ?, acl = ?, change = nextval('seq') "
                                    + "where bucket_id = ? and key = ? and seq = ? returning change",
                            VersionRow.tags(after),
                            after.lock().mode() == null
                                    ? null
                                    : after.lock().mode().name(),
                            time(after.lock().retainUntil()),
                            after.lock().legalHold(),
                            after.acl(),
                            before.bucketId(),
                            before.key().bytes(),
                            before.version().seq())
                    .getFirst();
            StoredVersion edited = before.with(after, seq);
            namespace.announcements().publish(c, "changed", List.of(edited));
            tell(c, before, edited);
            return edited;
        });
    }

    private void tell(Connection c, StoredVersion before, StoredVersion after) throws SQLException {
        Bucket bucket = Buckets.now(c, List.of(after.bucketId())).get(after.bucketId());
        if (bucket == null) {
            return;
        }
        if (!before.tags().equals(after.tags())) {
            namespace
                    .announcements()
                    .tell(c, bucket, after.tags().isEmpty() ? "ObjectTagging:Delete" : "ObjectTagging:Put", after);
        }
        if (!java.util.Objects.equals(
                before.attributes().acl(), after.attributes().acl())) {
            namespace.announcements().tell(c, bucket, "ObjectAcl:Put", after);
        }
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /** S3 Object Lock: retention under COMPLIANCE only grows; under GOVERNANCE it grows, and all else needs the bypass. A mode is never weakened. */
    private static void requireAllowed(Found found, ObjectLock after, boolean bypass) {
        ObjectLock before = found.version().lock();
        if (before.equals(after)) {
            return;
        }
        if (!found.lockable()) {
            throw new Refusal(
                    Refusal.Reason.NOT_LOCKABLE,
                    "bucket " + found.version().bucket() + " has no object lock; switch it on first");
        }
        Instant until = before.retainUntil();
        if (until == null || !until.isAfter(found.now())) {
            return;
        }
        Instant asked = after.retainUntil();
        boolean weaker = after.mode() != before.mode() || asked == null || asked.isBefore(until);
        boolean may = before.mode() == ObjectLock.Mode.GOVERNANCE && bypass;
        if (weaker && !may) {
            throw new Refusal(
                    Refusal.Reason.LOCKED,
                    "version " + found.version().versionText() + " of "
                            + found.version().key() + " is under " + before.mode() + " retention until " + until
                            + (before.mode() == ObjectLock.Mode.COMPLIANCE
                                    ? "; it can only be made longer"
                                    : "; it can be made longer, and weaker only by who has the right to bypass it"));
        }
    }
}
