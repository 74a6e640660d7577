package gedeon.storage.namespace;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.Attributes;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.objects.ObjectStore.PlacedPart;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.ObjectStore.UploadMark;
import gedeon.storage.objects.ObjectStore.UploadPage;
import gedeon.storage.objects.Refusal;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Location;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of multipart uploads. A part is counted when it is stored; completing moves no bytes. */
public final class Uploads {
    private static final SecureRandom RANDOM = new SecureRandom();
    static final String SELECT =
            "select id, key, created, checksum, full_object, meta::text as meta, exists (select 1 from kept_room k where k.upload = upload.id) as keeps from upload ";

    private final Sql sql;
    private final Namespace namespace;
    private final QuotaLedger ledger;
    private final UploadListing listing;

    public Uploads(Sql sql, Namespace namespace, QuotaLedger ledger) {
        this.sql = sql;
        this.namespace = namespace;
        this.ledger = ledger;
        this.listing = new UploadListing(sql);
    }

    /** @param size of the whole, whose room is kept for it; -1 where it was not declared */
    public Upload create(
            Bucket bucket,
            ObjectKey key,
            Attributes attributes,
            @Nullable DigestAlgorithm checksum,
            boolean fullObject,
            long size) {
        UUID id = UUID.randomUUID();
        try (QuotaLedger.Reservation room = ledger.reserve(bucket.notebook(), Math.max(0, size))) {
            try {
                sql.inTransaction(c -> {
                    // Whoever removes the bucket waits for this, or has removed it: nothing begins in a bucket that
                    // goes.
                    Namespace.shareBucket(c, bucket);
                    if (!Buckets.now(c, List.of(bucket.id())).containsKey(bucket.id())) {
                        throw new Refusal(
                                Refusal.Reason.NO_SUCH_BUCKET, "bucket " + bucket.name() + " was deleted meanwhile");
                    }
                    Sql.update(
                            c,
                            "insert into upload (id, bucket_id, key, nonce, checksum, full_object, meta) values (?, ?, ?, ?, ?, ?, ?::jsonb)",
                            id,
                            bucket.id(),
                            key.bytes(),
                            RANDOM.nextLong(),
                            checksum == null ? null : checksum.name(),
                            fullObject,
                            VersionRow.attributes(attributes));
                    if (size > 0) {
                        ledger.keep(c, room, id);
                    }
                    return true;
                });
            } catch (Sql.UnknownOutcome e) {
                // The upload may keep this room: it is promised to nobody else, and comes back with this process's
                // lease if it does not.
                room.settled(room.bytes());
                throw e;
            }
            room.settled(room.bytes());
        }
        return find(bucket, key, id.toString()).orElseThrow(() -> gone(id.toString()));
    }

    public Optional<Upload> find(Bucket bucket, ObjectKey key, String id) {
        return uuid(id).flatMap(uuid -> sql.one(
                row -> read(row, bucket),
                SELECT + "where id = ? and bucket_id = ? and key = ?",
                uuid,
                bucket.id(),
                key.bytes()));
    }

    public UploadPage page(Bucket bucket, byte[] prefix, byte[] delimiter, @Nullable UploadMark after, int max) {
        return listing.page(bucket, prefix, delimiter, after, max);
    }

    static Upload read(ResultSet row, Bucket bucket) throws SQLException {
        String checksum = row.getString("checksum");
        return new Upload(
                row.getObject("id", UUID.class).toString(),
                bucket,
                ObjectKey.of(row.getBytes("key")),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                VersionRow.attributes(row.getString("meta")),
                checksum == null ? null : DigestAlgorithm.valueOf(checksum),
                row.getBoolean("full_object"),
                row.getBoolean("keeps"));
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Refusal gone(String id) {
        return new Refusal(
                Refusal.Reason.NO_SUCH_UPLOAD, "no open upload " + id + "; it was completed, aborted or never begun");
    }

    /** What an upload keeps; 0 where it keeps nothing. */
    public long kept(Upload upload) {
        return sql.one(
                        row -> row.getLong(1),
                        "select bytes from kept_room where upload = ?",
                        UUID.fromString(upload.id()))
                .orElse(0L);
    }

    /** The room that an upload keeps is too small for a part: room of the notebook's must be reserved for it. */
    public static final class NotKept extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Commits a part whose bytes are in the tier; the one of the same number before goes to the garbage. Returns the bytes that it freed of this process's
     * lease.
     *
     * @param kept whether it goes into room that the upload keeps
     * @throws NotKept where that is too small; nothing was done
     */
    public long putPart(Upload upload, Part part, Location location, @Nullable BlobKey key, boolean kept) {
        UUID id = UUID.fromString(upload.id());
        return sql.inTransaction(c -> {
            if (key != null && key.ref() != null) {
                Namespace.keepKeys(c, upload.bucket().notebook());
            }
            // Before the shared lock, which two parts may hold while neither can write. At most hourly, so that parts
            // beside one another hardly ever wait.
            Sql.update(
                    c,
                    "update upload set touched = now() where id = ? and completed_seq is null and touched < now() - interval '1 hour'",
                    id);
            if (Sql.list(c, row -> true, "select 1 from upload where id = ? and completed_seq is null for share", id)
                    .isEmpty()) {
                throw gone(upload.id());
            }
            // Two requests with the same number: the later one waits here and replaces the earlier.
            lockPart(c, id, part.number());
            long gone = dropped(
                    c,
                    Sql.list(
                            c,
                            Dropped::read,
                            "delete from part where content_id = ? and number = ? returning size, blob_id",
                            id,
                            part.number()));
            namespace.requireAlive(key);
            namespace.insertBlobs(
                    c, List.of(upload.bucket().notebook()), List.of(location), Collections.singletonList(key));
            Sql.update(
                    c,
                    "insert into part (content_id, number, size, blob_id, md5, checksums) values (?, ?, ?, ?, decode(?, 'hex'), ?::jsonb)",
                    id,
                    part.number(),
                    part.size(),
                    NewVersion.uuid(location.blob()),
                    part.etag(),
                    VersionRow.checksums(part.checksums()));
            if (part.size() > 0 || gone > 0) {
                // Both sides of a replacement pass through the ledger: room for the new part was admitted while the old
                // still counted.
                if (kept) {
                    if (!ledger.settleKept(c, upload.bucket().notebook(), id, part.size(), gone)) {
                        throw new NotKept();
                    }
                    return 0L;
                }
                ledger.settle(c, upload.bucket().notebook(), part.size(), gone);
            }
            return gone;
        });
    }

    /** Whether a part whose commit was not answered is stored; asked under the lock that its transaction holds until it ends. */
    public boolean committed(Upload upload, int number, Location location) {
        return sql.inTransaction(c -> {
            Sql.update(c, "set local lock_timeout = '10s'");
            lockPart(c, UUID.fromString(upload.id()), number);
            return Committer.known(c, NewVersion.uuid(location.blob()));
        });
    }

    private static void lockPart(Connection c, UUID upload, int number) throws SQLException {
        Sql.list(c, row -> true, "select pg_advisory_xact_lock(?)", upload.getLeastSignificantBits() * 31 + number);
    }

    public List<Part> parts(Upload upload, int after, int max) {
        return sql.list(
                Uploads::part,
                "select number, size, encode(md5, 'hex') as md5, checksums::text as checksums, created from part where content_id = ? and number > ? order by number limit ?",
                UUID.fromString(upload.id()),
                after,
                max);
    }

    /** Parts of a completed version, with their places. */
    public List<PlacedPart> partsOf(StoredVersion version, int after, int max) {
        return sql.list(
                row -> new PlacedPart(row.getLong("start"), part(row)),
                "select p.start, p.number, p.size, encode(p.md5, 'hex') as md5, p.checksums::text as checksums, p.created from version v "
                        + "join part p on p.content_id = v.content_id where v.bucket_id = ? and v.key = ? and v.seq = ? and p.number > ? order by p.number limit ?",
                version.bucketId(),
                version.key().bytes(),
                version.version().seq(),
                after,
                max);
    }

    private static Part part(ResultSet row) throws SQLException {
        return new Part(
                row.getInt("number"),
                row.getLong("size"),
                row.getString("md5"),
                VersionRow.digests(row.getString("checksums")),
                row.getObject("created", OffsetDateTime.class).toInstant());
    }

    /** What completion makes of the parts it was given, computed under the upload's lock. */
    @FunctionalInterface
    public interface Assembly {
        /** @throws Refusal where the parts named do not fit those stored */
        Assembled assemble(List<Part> stored);
    }

    public record Assembled(
            List<Integer> numbers,
            long size,
            String etag,
            List<Digest> checksums,
            @Nullable String composite,
            byte[] fingerprint) {}

    private record Open(long nonce, String meta, @Nullable Long seq, byte @Nullable [] fingerprint) {}

    private record Completed(StoredVersion version, long freed) {}

    /** One version of the parts named. The same parts again give the same answer. */
    public StoredVersion complete(
            Upload upload, Assembly assembly, gedeon.storage.objects.ObjectStore.Conditions conditions) {
        UUID id = UUID.fromString(upload.id());
        Completed completed = sql.inTransaction(c -> {
            Namespace.lockKey(c, upload.bucket(), upload.key());
            List<Open> rows = Sql.list(
                    c,
                    row -> new Open(
                            row.getLong("nonce"),
                            row.getString("meta"),
                            row.getObject("completed_seq", Long.class),
                            row.getBytes("completed_parts")),
                    "select nonce, meta::text as meta, completed_seq, completed_parts from upload where id = ? for update",
                    id);
            if (rows.isEmpty()) {
                throw gone(upload.id());
            }
            Open open = rows.getFirst();
            List<Part> stored = Sql.list(
                    c,
                    Uploads::part,
                    "select number, size, encode(md5, 'hex') as md5, checksums::text as checksums, created from part where content_id = ? order by number",
                    id);
            Assembled assembled = assembly.assemble(stored);
            if (open.seq() != null) {
                return new Completed(repeated(c, upload, open, assembled), 0);
            }
            long freed = dropUnused(c, id, assembled);
            place(c, id, assembled);
            NewVersion version = new NewVersion(
                    upload.bucket(),
                    upload.key(),
                    open.nonce(),
                    assembled.size(),
                    assembled.etag(),
                    null,
                    assembled.checksums(),
                    assembled.composite(),
                    VersionRow.attributes(open.meta()),
                    null,
                    null,
                    null,
                    id,
                    conditions,
                    Arrival.MULTIPART);
            Namespace.Outcome outcome = namespace.commit(c, List.of(version)).getFirst();
            if (outcome.refused() != null) {
                throw outcome.refused();
            }
            StoredVersion made = java.util.Objects.requireNonNull(outcome.version());
            if (freed > 0) {
                ledger.settle(c, upload.bucket().notebook(), 0, freed);
            }
            long kept = ledger.release(c, upload.bucket().notebook(), id);
            Sql.update(
                    c,
                    "update upload set completed_seq = ?, completed_parts = ?, completed = now() where id = ?",
                    made.version().seq(),
                    assembled.fingerprint(),
                    id);
            return new Completed(made, freed + kept + outcome.replacedBytes());
        });
        // Where the outcome is unknown nothing is credited: room that may not have been freed is never promised; it
        // comes back with this process's lease.
        ledger.credited(upload.bucket().notebook(), completed.freed());
        return completed.version();
    }

    private static StoredVersion repeated(Connection c, Upload upload, Open open, Assembled assembled)
            throws SQLException {
        if (!java.util.Arrays.equals(open.fingerprint(), assembled.fingerprint())) {
            throw gone(upload.id());
        }
        List<StoredVersion> made = Sql.list(
                c,
                VersionRow::read,
                "select " + VersionRow.COLUMNS
                        + " from version v join bucket b on b.id = v.bucket_id where v.bucket_id = ? and v.key = ? and v.seq = ?",
                upload.bucket().id(),
                upload.key().bytes(),
                open.seq());
        if (made.isEmpty()) {
            throw gone(upload.id());
        }
        return made.getFirst();
    }

    private static long dropUnused(Connection c, UUID id, Assembled assembled) throws SQLException {
        return dropped(
                c,
                Sql.list(
                        c,
                        Dropped::read,
                        "delete from part where content_id = ? and not (number = any (?)) returning size, blob_id",
                        id,
                        c.createArrayOf("integer", assembled.numbers().toArray())));
    }

    /** A part that was deleted, with the blob that it named then. */
    private record Dropped(long size, UUID blob) {
        static Dropped read(ResultSet row) throws SQLException {
            return new Dropped(row.getLong("size"), row.getObject("blob_id", UUID.class));
        }
    }

    /** Their blobs to the garbage; returns their bytes. */
    private static long dropped(Connection c, List<Dropped> parts) throws SQLException {
        Garbage.add(c, parts.stream().map(Dropped::blob).toList());
        return parts.stream().mapToLong(Dropped::size).sum();
    }

    private static void place(Connection c, UUID id, Assembled assembled) throws SQLException {
        int placed = Sql.update(
                c,
                "update part p set start = s.start from (select number, coalesce(sum(size) over (order by number rows between unbounded preceding and 1 preceding), 0) as start "
                        + "from part where content_id = ?) s where p.content_id = ? and p.number = s.number",
                id,
                id);
        if (placed != assembled.numbers().size()) {
            throw new SQLException(
                    "placed " + placed + " of " + assembled.numbers().size() + " parts");
        }
    }

    /** Gives the room of all parts back. */
    public void abort(Upload upload) {
        if (!abort(
                upload,
                c -> Sql.list(
                        c,
                        row -> true,
                        "select 1 from upload where id = ? and completed_seq is null for update",
                        UUID.fromString(upload.id())))) {
            throw gone(upload.id());
        }
    }

    /** Aborts an upload of which no part came for so long; false, and nothing done, where one came meanwhile or it ended otherwise. */
    public boolean abandon(Upload upload, Duration untouched) {
        return abort(
                upload,
                c -> Sql.list(
                        c,
                        row -> true,
                        "select 1 from upload where id = ? and completed_seq is null and touched < now() - ? * interval '1 millisecond' for update",
                        UUID.fromString(upload.id()),
                        untouched.toMillis()));
    }

    /** @param lock selects the upload's row and holds it; empty where it is not to be aborted */
    private boolean abort(Upload upload, Sql.Work<List<Boolean>> lock) {
        UUID id = UUID.fromString(upload.id());
        long freed = sql.inTransaction(c -> {
            if (lock.run(c).isEmpty()) {
                return -1L;
            }
            // The parts first: who writes their blobs anew takes the same locks in the same order.
            long sum = dropped(
                    c, Sql.list(c, Dropped::read, "delete from part where content_id = ? returning size, blob_id", id));
            if (sum > 0) {
                ledger.settle(c, upload.bucket().notebook(), 0, sum);
            }
            long kept = ledger.release(c, upload.bucket().notebook(), id);
            Sql.update(c, "delete from upload where id = ?", id);
            return sum + kept;
        });
        // As after a completion: no credit where the outcome is unknown.
        ledger.credited(upload.bucket().notebook(), Math.max(0, freed));
        return freed >= 0;
    }

    /**
     * Gives the room back that an upload keeps and has stored no part in for so long; the upload stays, and its next parts are admitted as any other's.
     * False, and nothing done, where a part came meanwhile or it keeps nothing.
     */
    public boolean releaseUnused(Upload upload, Duration unused) {
        UUID id = UUID.fromString(upload.id());
        long freed = sql.inTransaction(c -> {
            // The upload's row first, as all do who touch what it keeps.
            Sql.list(c, row -> true, "select 1 from upload where id = ? for update", id);
            boolean still = !Sql.list(
                            c,
                            row -> true,
                            "select 1 from kept_room where upload = ? and touched < now() - ? * interval '1 millisecond'",
                            id,
                            unused.toMillis())
                    .isEmpty();
            return still ? ledger.release(c, upload.bucket().notebook(), id) : -1L;
        });
        ledger.credited(upload.bucket().notebook(), Math.max(0, freed));
        return freed >= 0;
    }

    /** Bytes of open parts: they count, though no version names them yet. */
    public ByteCount openBytes(int notebook) {
        return sql.one(
                        row -> new ByteCount(row.getLong(1)),
                        "select coalesce(sum(p.size), 0) from upload u join bucket b on b.id = u.bucket_id join part p on p.content_id = u.id "
                                + "where b.notebook = ? and u.completed_seq is null",
                        notebook)
                .orElse(ByteCount.ZERO);
    }
}
