package gedeon.storage.namespace;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.encryption.Sealing;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Place;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reading versions and where their content lies. */
public final class Versions {
    private static final String SELECT = "select " + VersionRow.COLUMNS
            + " from version v join bucket b on b.id = v.bucket_id where v.bucket_id = ? and v.key = ? ";

    private final Sql sql;

    public Versions(Sql sql) {
        this.sql = sql;
    }

    /** The newest version, which may be a marker. */
    public Optional<StoredVersion> newest(int bucket, ObjectKey key) {
        return sql.one(VersionRow::read, SELECT + "order by v.seq desc limit 1", bucket, key.bytes());
    }

    /** One that a rebuild took back has another number than its name says; the name's other half finds it. */
    public Optional<StoredVersion> exact(int bucket, ObjectKey key, VersionId version) {
        Optional<StoredVersion> found = sql.one(
                VersionRow::read,
                SELECT + "and v.seq = ? and v.nonce = ?",
                bucket,
                key.bytes(),
                version.seq(),
                version.nonce());
        return found.isPresent()
                ? found
                : sql.one(
                        VersionRow::read,
                        SELECT
                                + "and v.nonce = ? and v.seq in (select r.seq from recovered r where r.bucket_id = v.bucket_id and r.key = v.key)",
                        bucket,
                        key.bytes(),
                        version.nonce());
    }

    public Optional<StoredVersion> nullVersion(int bucket, ObjectKey key) {
        return sql.one(VersionRow::read, SELECT + "and v.is_null order by v.seq desc limit 1", bucket, key.bytes());
    }

    /**
     * Asks the conditions of a write before its body is: most that fail, fail here and cost nothing. The commit asks again, under the key's lock.
     *
     * @throws Refusal PRECONDITION_FAILED, NO_SUCH_KEY
     */
    public void requireEarly(Bucket bucket, ObjectKey key, Conditions conditions) {
        if (!askEarly(bucket, conditions)) {
            return;
        }
        Heads.Head head = sql.one(
                        row -> new Heads.Head(row.getString(1), false),
                        "select etag from current where bucket_id = ? and key = ?",
                        bucket.id(),
                        key.bytes())
                .orElse(null);
        Refusal refused = early(bucket, conditions, head, key);
        if (refused != null) {
            throw refused;
        }
    }

    /**
     * As the one beside, of many objects by one look.
     *
     * @throws Refusal which says of which object
     */
    public void requireEarly(Bucket bucket, Map<ObjectKey, Conditions> writes) {
        Map<ObjectKey, Conditions> asked = new LinkedHashMap<>(writes);
        asked.values().removeIf(conditions -> !askEarly(bucket, conditions));
        if (asked.isEmpty()) {
            return;
        }
        Map<ObjectKey, Heads.Head> heads = new HashMap<>();
        sql.list(
                row -> heads.put(ObjectKey.of(row.getBytes(1)), new Heads.Head(row.getString(2), false)),
                "select key, etag from current where bucket_id = ? and key = any (?)",
                bucket.id(),
                asked.keySet().stream().map(ObjectKey::bytes).toArray(byte[][]::new));
        asked.forEach((key, conditions) -> {
            Refusal refused = early(bucket, conditions, heads.get(key), key);
            if (refused != null) {
                throw refused.about(key);
            }
        });
    }

    /** Who only adds asks nothing where versions are kept: it takes nobody's place there. */
    private static boolean askEarly(Bucket bucket, Conditions conditions) {
        return conditions.ifMatch() != null
                || conditions.ifNoneMatch() != null
                || conditions.addsOnly() && !bucket.versioned();
    }

    private static @Nullable Refusal early(
            Bucket bucket, Conditions conditions, Heads.@Nullable Head head, ObjectKey key) {
        boolean addsOnly = conditions.addsOnly() && !bucket.versioned();
        return Heads.violated(addsOnly ? new Conditions(conditions.ifMatch(), "*") : conditions, head, key);
    }

    /** Live objects after a key, in key order. */
    public List<StoredVersion> page(int bucket, @Nullable ObjectKey after, int limit) {
        return sql.list(
                VersionRow::read,
                "select " + VersionRow.COLUMNS
                        + " from (select bucket_id, key, seq from current where bucket_id = ? and key > ? order by key limit ?) h "
                        + "join version v on v.bucket_id = h.bucket_id and v.key = h.key and v.seq = h.seq join bucket b on b.id = v.bucket_id order by v.key",
                bucket,
                after == null ? new byte[0] : after.bytes(),
                limit);
    }

    /** The live objects among {@code keys}, in key order. */
    public List<StoredVersion> live(int bucket, List<ObjectKey> keys) {
        return sql.list(
                VersionRow::read,
                "select " + VersionRow.COLUMNS
                        + " from current h join version v on v.bucket_id = h.bucket_id and v.key = h.key and v.seq = h.seq "
                        + "join bucket b on b.id = v.bucket_id where h.bucket_id = ? and h.key = any(?) order by h.key",
                bucket,
                keys.stream().map(ObjectKey::bytes).toArray(byte[][]::new));
    }

    /**
     * Where a stretch of content lies.
     *
     * @param start within the version
     * @param size plain bytes
     * @param key what is kept of its data key, where it is encrypted
     */
    public record Stretch(
            long start, long size, Place place, @Nullable BlobKey key) {}

    /** What a version is made of. */
    public record Content(@Nullable BlobId blob, @Nullable UUID parts) {}

    public Optional<Content> contentOf(StoredVersion version) {
        return sql.one(
                row -> new Content(id(row, "blob_id"), row.getObject("content_id", UUID.class)),
                "select blob_id, content_id from version where bucket_id = ? and key = ? and seq = ?",
                version.bucketId(),
                version.key().bytes(),
                version.version().seq());
    }

    /** The stretches that overlap {@code [from, from + length)}, in order, each in one of its copies; empty where the version is gone. */
    public List<Stretch> stretches(StoredVersion version, long from, long length) {
        if (version.attributes().encryption() == null && version.etag().indexOf('-') < 0) {
            List<Stretch> whole = whole(version);
            if (!whole.isEmpty()) {
                return whole;
            }
        }
        Optional<Content> content = contentOf(version);
        if (content.isEmpty()) {
            return List.of();
        }
        if (version.attributes().encryption() != null) {
            return encrypted(content.get(), from, length);
        }
        BlobId blob = content.get().blob();
        if (blob != null) {
            return sql.list(
                    row -> new Stretch(0, row.getLong("length"), place(row), null),
                    "select blob_id, tier_id, pack_id, pos, length from location where blob_id = ? and state = 'l' "
                            + "and (restored_until is null or restored_until > now()) order by tier_id limit 1",
                    NewVersion.uuid(blob));
        }
        return oneOfEach(sql.list(
                row -> new Stretch(row.getLong("start"), row.getLong("length"), place(row), null),
                "select p.start, l.blob_id, l.tier_id, l.pack_id, l.pos, l.length from part p join location l on l.blob_id = p.blob_id and l.state = 'l' "
                        + "and (l.restored_until is null or l.restored_until > now()) where p.content_id = ? and p.start < ? and p.start + p.size > ? order by p.start, l.tier_id",
                content.get().parts(),
                from + length,
                from));
    }

    /** Copies of the same stretch follow one another. */
    private static List<Stretch> oneOfEach(List<Stretch> copies) {
        List<Stretch> each = new ArrayList<>();
        for (Stretch copy : copies) {
            if (each.isEmpty() || each.getLast().start() != copy.start()) {
                each.add(copy);
            }
        }
        return each;
    }

    /** By one look where the content is one blob in clear, as most are; empty where it is not. */
    private List<Stretch> whole(StoredVersion version) {
        return sql.list(
                row -> new Stretch(0, row.getLong("length"), place(row), null),
                "select l.blob_id, l.tier_id, l.pack_id, l.pos, l.length from version v join location l on l.blob_id = v.blob_id and l.state = 'l' "
                        + "and (l.restored_until is null or l.restored_until > now()) where v.bucket_id = ? and v.key = ? and v.seq = ? order by l.tier_id limit 1",
                version.bucketId(),
                version.key().bytes(),
                version.version().seq());
    }

    private List<Stretch> encrypted(Content content, long from, long length) {
        BlobId blob = content.blob();
        if (blob != null) {
            return sql.list(
                    row -> encrypted(row, 0),
                    "select l.blob_id, l.tier_id, l.pack_id, l.pos, l.length, " + BlobKeys.COLUMNS
                            + " from blob b join location l on l.blob_id = b.id and l.state = 'l' "
                            + "and (l.restored_until is null or l.restored_until > now()) where b.id = ? order by l.tier_id limit 1",
                    NewVersion.uuid(blob));
        }
        return oneOfEach(sql.list(
                row -> encrypted(row, row.getLong("start")),
                "select p.start, l.blob_id, l.tier_id, l.pack_id, l.pos, l.length, " + BlobKeys.COLUMNS
                        + " from part p join blob b on b.id = p.blob_id join location l on l.blob_id = p.blob_id and l.state = 'l' "
                        + "and (l.restored_until is null or l.restored_until > now()) where p.content_id = ? and p.start < ? and p.start + p.size > ? order by p.start, l.tier_id",
                content.parts(),
                from + length,
                from));
    }

    private static Stretch encrypted(ResultSet row, long start) throws SQLException {
        Place place = place(row);
        return new Stretch(start, Sealing.plainLength(place.at()), place, BlobKeys.read(row));
    }

    /** Once it is known it stays: content never changes. */
    public void recordSha256(StoredVersion version, Digest sha256) {
        sql.inTransaction(c -> recordSha256(c, version, sha256));
    }

    /** As the one beside, in the caller's transaction. @return whether it was not known, as 1 or 0 */
    public static int recordSha256(Connection c, StoredVersion version, Digest sha256) throws SQLException {
        return Sql.update(
                c,
                "update version set sha256 = ? where bucket_id = ? and key = ? and seq = ? and nonce = ? and sha256 is null",
                sha256.bytes(),
                version.bucketId(),
                version.key().bytes(),
                version.version().seq(),
                version.version().nonce());
    }

    public static Place place(ResultSet row) throws SQLException {
        return place(row, "");
    }

    /** @param prefix what stands before each column's name */
    public static Place place(ResultSet row, String prefix) throws SQLException {
        BlobId blob = id(row, prefix + "blob_id");
        if (blob == null) {
            throw new SQLException("a location without a blob");
        }
        return new Place(
                row.getShort(prefix + "tier_id"),
                new Location(
                        blob,
                        id(row, prefix + "pack_id"),
                        row.getLong(prefix + "pos"),
                        row.getLong(prefix + "length")));
    }

    static @Nullable BlobId id(ResultSet row, String column) throws SQLException {
        UUID uuid = row.getObject(column, UUID.class);
        return uuid == null ? null : new BlobId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }
}
