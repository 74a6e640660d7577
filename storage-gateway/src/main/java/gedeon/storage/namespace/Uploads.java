package gedeon.storage.namespace;

import gedeon.kernel.ByteCount;
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
import gedeon.storage.quota.Claim;
import gedeon.storage.quota.InKeptRoom;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of multipart uploads. A part is counted when it is stored; completing moves no bytes. */
public final class Uploads {
    private static final SecureRandom RANDOM = new SecureRandom();
    static final String SELECT =
            "select id, key, created, checksum, full_object, meta::text as meta, reservation, exists (select 1 from kept_room k where k.upload = upload.id) as keeps from upload ";

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

    /**
     * @param size of the whole, whose room is kept for it; -1 where it was not declared
     * @param claim a reservation whose room it takes instead, where that has as much
     */
    public Upload create(
            Bucket bucket,
            ObjectKey key,
            Attributes attributes,
            @Nullable DigestAlgorithm checksum,
            boolean fullObject,
            long size,
            @Nullable Claim claim) {
        UUID id = UUID.randomUUID();
        // Its object is admitted when it is completed; where none fits any more this is said before the first part is
        // sent.
        try (QuotaLedger.Reservation room = ledger.admit(claim, bucket.notebook(), Room.ofObject(Math.max(0, size)))) {
            try {
                sql.inTransaction(c -> {
                    // Whoever removes the bucket waits for this, or has removed it: nothing begins in a bucket that
                    // goes.
                    Locks.share(c, bucket);
                    if (!Buckets.now(c, List.of(bucket.id())).containsKey(bucket.id())) {
                        throw new Refusal(
                                Refusal.Reason.NO_SUCH_BUCKET, "bucket " + bucket.name() + " was deleted meanwhile");
                    }
                    Sql.update(
                            c,
                            "insert into upload (id, bucket_id, key, nonce, checksum, full_object, meta, reservation) values (?, ?, ?, ?, ?, ?, ?::jsonb, ?)",
                            id,
                            bucket.id(),
                            key.bytes(),
                            RANDOM.nextLong(),
                            checksum == null ? null : checksum.name(),
                            fullObject,
                            VersionRow.attributes(attributes),
                            room.reservation());
                    if (size > 0 && room.reservation() == null) {
                        ledger.keep(c, room, id);
                    }
                    return true;
                });
            } catch (Sql.UnknownOutcome e) {
                // The upload may keep this room: it is promised to nobody else, and goes back when the ledger compares
                // itself with its lease if it does not.
                room.settled(room.room());
                throw e;
            }
            room.settled(Room.ofBytes(room.bytes()));
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
                row.getBoolean("keeps"),
                row.getObject("reservation", UUID.class));
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Refusal gone(String id) {
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

    /** What the reservation has for a part whose room an upload takes, with what the part of that number gives back; 0 where it is of none, or that has ended. */
    public long reserved(Upload upload, int number) {
        return sql.one(
                        row -> row.getLong(1),
                        "select r.bytes + coalesce((select p.size from part p where p.content_id = ? and p.number = ?), 0) from reservation r where r.id = ? and r.notebook = ?",
                        UUID.fromString(upload.id()),
                        number,
                        upload.reservation(),
                        upload.bucket().notebook())
                .orElse(0L);
    }

    /**
     * Commits a part whose bytes are in the tier; the one of the same number before goes to the garbage. Returns the bytes that it freed of this process's
     * lease.
     *
     * @param room that it goes into
     * @throws QuotaLedger.NotKept where that is kept, and too small; nothing was done
     */
    public long putPart(Upload upload, Part part, Place place, @Nullable BlobKey key, QuotaLedger.Reservation room) {
        UUID id = UUID.fromString(upload.id());
        return sql.inTransaction(c -> {
            if (key != null && key.ref() != null) {
                Locks.keepKeys(c, upload.bucket().notebook());
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
                    c, List.of(upload.bucket().notebook()), List.of(place), Collections.singletonList(key));
            Sql.update(
                    c,
                    "insert into part (content_id, number, size, blob_id, md5, checksums) values (?, ?, ?, ?, decode(?, 'hex'), ?::jsonb)",
                    id,
                    part.number(),
                    part.size(),
                    NewVersion.uuid(place.blob()),
                    part.etag(),
                    VersionRow.checksums(part.checksums()));
            if (part.size() > 0 || gone > 0) {
                // Both sides of a replacement pass through the ledger: room for the new part was admitted while the old
                // still counted.
                return settle(c, upload, room, part.size(), gone);
            }
            return gone;
        });
    }

    /** Returns what it gave this process's lease. */
    private long settle(Connection c, Upload upload, QuotaLedger.Reservation room, long added, long gone)
            throws SQLException {
        int notebook = upload.bucket().notebook();
        UUID reservation = room.reservation();
        if (reservation != null) {
            ledger.settle(c, null, notebook, Room.NONE, Room.NONE, only(reservation, Room.ofBytes(added - gone)));
            return 0;
        }
        if (room instanceof InKeptRoom) {
            if (!ledger.settleKept(c, notebook, UUID.fromString(upload.id()), added, gone)) {
                throw new QuotaLedger.NotKept();
            }
            return 0;
        }
        ledger.settle(c, room.lease(), notebook, Room.ofBytes(added), Room.ofBytes(gone));
        return gone;
    }

    private static SortedMap<UUID, Room> only(UUID reservation, Room room) {
        return new TreeMap<>(Map.of(reservation, room));
    }

    /** Gives room of parts back to the reservation that it came from, as long as there is one; else to this process's lease: so much. */
    private long freed(Connection c, Upload upload, long gone) throws SQLException {
        int notebook = upload.bucket().notebook();
        UUID reservation = upload.reservation();
        if (reservation != null) {
            try {
                ledger.settle(c, null, notebook, Room.NONE, Room.NONE, only(reservation, Room.ofBytes(-gone)));
                return 0;
            } catch (QuotaLedger.NotKept ended) {
                // Nothing was done: as without one.
            }
        }
        ledger.settle(c, notebook, Room.NONE, Room.ofBytes(gone));
        return gone;
    }

    /** Whether a part whose commit was not answered is stored; asked under the lock that its transaction holds until it ends. */
    public boolean committed(Upload upload, int number, Place place) {
        return sql.inTransaction(c -> {
            Sql.update(c, "set local lock_timeout = '10s'");
            lockPart(c, UUID.fromString(upload.id()), number);
            return Committer.known(c, NewVersion.uuid(place.blob()));
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

    static Part part(ResultSet row) throws SQLException {
        return new Part(
                row.getInt("number"),
                row.getLong("size"),
                row.getString("md5"),
                VersionRow.digests(row.getString("checksums")),
                row.getObject("created", OffsetDateTime.class).toInstant());
    }

    /** A part that was deleted, with the blob that it named then. */
    record Dropped(long size, UUID blob) {
        static Dropped read(ResultSet row) throws SQLException {
            return new Dropped(row.getLong("size"), row.getObject("blob_id", UUID.class));
        }
    }

    /** Their blobs to the garbage; returns their bytes. */
    static long dropped(Connection c, List<Dropped> parts) throws SQLException {
        Garbage.add(c, parts.stream().map(Dropped::blob).toList());
        return parts.stream().mapToLong(Dropped::size).sum();
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
            long back = sum > 0 ? freed(c, upload, sum) : 0;
            long kept = ledger.release(c, upload.bucket().notebook(), id);
            Sql.update(c, "delete from upload where id = ?", id);
            return back + kept;
        });
        // As after a completion: no credit where the outcome is unknown.
        ledger.credited(upload.bucket().notebook(), Room.ofBytes(Math.max(0, freed)));
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
        ledger.credited(upload.bucket().notebook(), Room.ofBytes(Math.max(0, freed)));
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
