package gedeon.storage.namespace;

import gedeon.kernel.ByteCount;
import gedeon.storage.Attributes;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.Versioning;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deleted;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.objects.Refusal;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Deleting as S3 does, always admitted except where a lock or a condition forbids it; decided under the key's lock. */
public final class Deletes {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String FIND = "select " + VersionRow.COLUMNS
            + ", coalesce(v.retain_until > now(), false) as retained, v.sealed "
            + "from version v join bucket b on b.id = v.bucket_id where v.bucket_id = ? and v.key = ?";

    private final Sql sql;
    private final Namespace namespace;
    private final QuotaLedger ledger;

    public Deletes(Sql sql, Namespace namespace, QuotaLedger ledger) {
        this.sql = sql;
        this.namespace = namespace;
        this.ledger = ledger;
    }

    private record Done(Deleted deleted, Room freed) {
        static final Done NOTHING = new Done(new Deleted(Optional.empty(), false), Room.NONE);
    }

    private record Found(StoredVersion version, boolean retained, boolean sealed) {}

    public Deleted delete(Deletion deletion) {
        Bucket bucket = deletion.bucket();
        Done done = sql.inTransaction(c -> {
            Locks.key(c, bucket, deletion.key());
            Bucket now = Buckets.now(c, List.of(bucket.id())).get(bucket.id());
            if (now == null) {
                throw new Refusal(Refusal.Reason.NO_SUCH_BUCKET, "bucket " + bucket.name() + " was deleted meanwhile");
            }
            boolean named = deletion.version() != null || deletion.nullVersion();
            if (!named && !deletion.conditions().equals(DeleteConditions.NONE)) {
                Optional<Found> newest = newest(c, deletion);
                if (newest.isEmpty()) {
                    return Done.NOTHING;
                }
                require(deletion, newest.get());
            }
            if (!named && now.versioning() != Versioning.OFF) {
                return mark(c, now, deletion);
            }
            return remove(c, deletion, now);
        });
        // Not reached where the outcome is unknown: room that may not have been freed is never promised.
        ledger.credited(bucket.notebook(), done.freed());
        return done.deleted();
    }

    private static Found found(java.sql.ResultSet row) throws SQLException {
        return new Found(VersionRow.read(row), row.getBoolean("retained"), row.getBoolean("sealed"));
    }

    private static Optional<Found> newest(Connection c, Deletion deletion) throws SQLException {
        return Sql.list(
                        c,
                        Deletes::found,
                        FIND + " order by v.seq desc limit 1",
                        deletion.bucket().id(),
                        deletion.key().bytes())
                .stream()
                .findFirst();
    }

    /** What is not there needs no deleting, whatever it should have been; a marker has neither ETag nor size. Dates are whole seconds. */
    private static void require(Deletion deletion, Found found) {
        StoredVersion version = found.version();
        DeleteConditions asked = deletion.conditions();
        boolean holds = (asked.etag() == null
                        || asked.etag().equals("*")
                        || asked.etag().equals(version.etag()))
                && (asked.change() == null || asked.change() == version.change() && !found.sealed())
                && (asked.size() == null
                        || !version.deleteMarker()
                                && asked.size() == version.size().value())
                && (asked.modified() == null
                        || asked.modified()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .equals(version.created().truncatedTo(ChronoUnit.SECONDS)));
        if (!holds) {
            throw new Refusal(
                    Refusal.Reason.PRECONDITION_FAILED,
                    "the version of " + deletion.key() + " to delete is not the one that the conditions describe");
        }
    }

    /** A marker on top; where versioning is suspended it is the null version and replaces that. */
    private Done mark(Connection c, Bucket bucket, Deletion deletion) throws SQLException {
        ObjectKey key = deletion.key();
        boolean isNull = !bucket.versioned();
        Room freed = isNull ? NullVersions.remove(c, bucket.id(), key) : Room.NONE;
        StoredVersion marker = Sql.list(
                        c,
                        row -> new StoredVersion(
                                bucket.notebook(),
                                bucket.id(),
                                bucket.name(),
                                key,
                                new VersionId(row.getLong("seq"), row.getLong("nonce")),
                                isNull,
                                true,
                                ByteCount.ZERO,
                                "",
                                null,
                                List.of(),
                                null,
                                row.getObject("created", OffsetDateTime.class).toInstant(),
                                Attributes.NONE,
                                row.getLong("seq")),
                        "insert into version (bucket_id, key, seq, nonce, is_null, kind, size, etag, change) select ?, ?, s, ?, ?, 'm', 0, '', s from nextval('seq') s returning seq, nonce, created",
                        bucket.id(),
                        key.bytes(),
                        RANDOM.nextLong(),
                        isNull)
                .getFirst();
        Sql.update(c, "delete from current where bucket_id = ? and key = ?", bucket.id(), key.bytes());
        if (!freed.isNone()) {
            ledger.settle(c, bucket.notebook(), Room.NONE, freed);
        }
        namespace.announcements().publish(c, "deleted", List.of(marker));
        namespace.announcements().tell(c, bucket, "ObjectRemoved:DeleteMarkerCreated", marker);
        return new Done(new Deleted(Optional.of(marker), true), freed);
    }

    private Done remove(Connection c, Deletion deletion, Bucket bucket) throws SQLException {
        VersionId version = deletion.version();
        ObjectKey key = deletion.key();
        List<Found> found = version == null
                ? Sql.list(c, Deletes::found, FIND + " and v.is_null", bucket.id(), key.bytes())
                : Sql.list(
                        c,
                        Deletes::found,
                        FIND + " and v.seq = ? and v.nonce = ?",
                        bucket.id(),
                        key.bytes(),
                        version.seq(),
                        version.nonce());
        if (found.isEmpty() && version != null) {
            // One that a rebuild took back has another number than its name says.
            found = Sql.list(
                    c,
                    Deletes::found,
                    FIND
                            + " and v.nonce = ? and v.seq in (select r.seq from recovered r where r.bucket_id = v.bucket_id and r.key = v.key)",
                    bucket.id(),
                    key.bytes(),
                    version.nonce());
        }
        if (found.isEmpty()) {
            return Done.NOTHING;
        }
        Found gone = found.getFirst();
        require(deletion, gone);
        requireUnlocked(gone, deletion);
        long seq = gone.version().version().seq();
        // What it names now, not what it named when it was found: its content may have been written anew since.
        Garbage.addNamed(
                c,
                Sql.list(
                        c,
                        Garbage.Named::read,
                        "delete from version where bucket_id = ? and key = ? and seq = ? returning blob_id, content_id",
                        bucket.id(),
                        key.bytes(),
                        seq));
        moveHead(c, bucket, gone.version());
        Room freed = gone.version().deleteMarker()
                ? Room.NONE
                : Room.ofObject(gone.version().size().value());
        if (!freed.isNone()) {
            ledger.settle(c, bucket.notebook(), Room.NONE, freed);
        }
        namespace.announcements().publish(c, "deleted", List.of(gone.version()));
        namespace.announcements().tell(c, bucket, "ObjectRemoved:Delete", gone.version());
        return new Done(new Deleted(Optional.of(gone.version()), false), freed);
    }

    private static void requireUnlocked(Found gone, Deletion deletion) {
        StoredVersion version = gone.version();
        boolean bypassed = deletion.bypass() && version.lock().mode() == gedeon.storage.ObjectLock.Mode.GOVERNANCE;
        if (version.lock().legalHold() || gone.retained() && !bypassed) {
            throw new Refusal(
                    Refusal.Reason.LOCKED,
                    "version " + version.versionText() + " of " + deletion.key()
                            + (version.lock().legalHold()
                                    ? " is under legal hold; it can be removed when that is lifted"
                                    : " is under retention until "
                                            + version.lock().retainUntil()));
        }
    }

    /**
     * After the removal of a version: the newest remaining one is the head, unless it is a marker. Only what was on top uncovers another. A version was if it
     * had the key's row in {@code current}. A marker never has: it was on top if no remaining version is newer, and if it was not, whatever is on top stays.
     */
    private static void moveHead(Connection c, Bucket bucket, StoredVersion gone) throws SQLException {
        long seq = gone.version().seq();
        byte[] key = gone.key().bytes();
        boolean head =
                Sql.update(c, "delete from current where bucket_id = ? and key = ? and seq = ?", bucket.id(), key, seq)
                        == 1;
        if (head || gone.deleteMarker()) {
            Sql.update(
                    c,
                    "insert into current (bucket_id, key, seq, size, etag, modified, storage_class) select bucket_id, key, seq, size, etag, created, storage_class from "
                            + "(select * from version where bucket_id = ? and key = ? order by seq desc limit 1) v where v.kind = 'o' and v.seq < ?",
                    bucket.id(),
                    key,
                    seq);
        }
    }
}
