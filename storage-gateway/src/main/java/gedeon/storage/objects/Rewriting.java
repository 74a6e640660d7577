package gedeon.storage.objects;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.StoredVersion;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.encryption.Sealing;
import gedeon.storage.namespace.BlobKeys;
import gedeon.storage.namespace.Garbage;
import gedeon.storage.namespace.Locks;
import gedeon.storage.namespace.Namespace;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.StorageClasses;
import gedeon.storage.namespace.VersionRow;
import gedeon.storage.namespace.Versions;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Payload;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Writes encrypted blobs anew under their key's current generation. One blob: copy, read back, then one transaction in which every version and part that
 * named the old one names the new one and the old one becomes garbage. Ended half way, or where the database does not say how it ended, a copy without a row
 * may be left, which the audit of the tier finds; done twice at once, one of the two gives up its copy.
 */
public final class Rewriting {
    private static final int BUFFER = 256 << 10;

    private final Sql sql;
    private final Tiers tiers;
    private final Copies copies;
    private final Namespace namespace;
    private final Sealing sealing;
    private final Clock clock;

    public Rewriting(Sql sql, Tiers tiers, Copies copies, Namespace namespace, Sealing sealing, Clock clock) {
        this.sql = sql;
        this.tiers = tiers;
        this.copies = copies;
        this.namespace = namespace;
        this.sealing = sealing;
        this.clock = clock;
    }

    /** A blob under a key of the notebook. */
    public record Old(Place place, BlobKey key) {}

    /** Blobs under a generation behind {@code after}, in the order of their ids, that nobody rewrote yet. */
    public List<Old> under(KeyRef ref, BlobId after, int limit) {
        return sql.list(
                row -> new Old(Versions.place(row), BlobKeys.read(row)),
                // The blobs by their index, then the place of each by its own: never a join over all places.
                "with due as materialized (select * from blob where notebook = ? and key_name = ? and key_generation = ? and state = 'l' and id > ? order by id limit ?) "
                        + "select b.id as blob_id, l.tier_id, l.pack_id, l.pos, l.length, " + BlobKeys.COLUMNS
                        + " from due b cross join lateral (select tier_id, pack_id, pos, length from location where blob_id = b.id and state = 'l' order by tier_id limit 1) l order by b.id",
                ref.key().notebook(),
                ref.key().name(),
                ref.generation(),
                NewVersion.uuid(after),
                limit);
    }

    /** Whether nothing is under it any more, asked in a transaction that lets nothing new be committed. */
    public static boolean none(Connection c, KeyRef ref) throws SQLException {
        return Sql.list(
                        c,
                        row -> true,
                        "select 1 from blob where notebook = ? and key_name = ? and key_generation = ? and state = 'l' limit 1",
                        ref.key().notebook(),
                        ref.key().name(),
                        ref.generation())
                .isEmpty();
    }

    /**
     * Why there is no room for a copy of it now: the old one stays for a while beside it.
     *
     * @throws IOException where the tier cannot be looked at
     */
    public Optional<String> noRoom(Old old) throws IOException {
        long spare = tiers.spare(target(old));
        long needed = old.place().at().length();
        return spare >= needed
                ? Optional.empty()
                : Optional.of("the tier has " + Math.max(0, spare) + " bytes to spare, the next blob needs " + needed
                        + "; make room, it goes on by itself then");
    }

    /**
     * Rewrites one blob; returns its plain bytes. What nothing names any more is only marked.
     *
     * @param pace told of what is copied and of what is read back
     * @throws InterruptedException where the pace says so: nothing was switched, and no copy is left
     */
    public long rewrite(Old old, Pace pace) throws IOException, InterruptedException {
        UUID id = NewVersion.uuid(old.place().blob());
        KeyRef ref = java.util.Objects.requireNonNull(old.key().ref(), "a blob under a key of its notebook");
        Optional<byte[]> metadata = metadata(id, ref.key().notebook());
        if (metadata.isEmpty()) {
            retireUnused(id);
            return 0;
        }
        long size = Sealing.plainLength(old.place().at());
        BlobId fresh = BlobId.next(clock);
        short target = target(old);
        Tier tier = tiers.of(target);
        Sealing.Begun begun =
                sealing.begin(tier, fresh, ref.key().notebook(), encryption(ref.key()), null, metadata.get(), size);
        Location location = copy(old, size, tier, begun, pace);
        boolean mayBeNamed = false;
        try {
            mayBeNamed = change(id, ref.key().notebook(), new Place(target, location), begun.key());
        } catch (Sql.UnknownOutcome e) {
            // It may be under way in the database still, and name the copy later than we could look.
            mayBeNamed = true;
            throw new IOException("the database did not say whether a blob was switched", e);
        } finally {
            if (!mayBeNamed && unnamed(fresh)) {
                tier.delete(location);
            }
        }
        return size;
    }

    /** What is rewritten lies where new blobs of its notebook do; moves and copies follow the policy from there. */
    private short target(Old old) {
        KeyRef ref = java.util.Objects.requireNonNull(old.key().ref(), "a blob under a key of its notebook");
        return tiers.landing(ref.key().notebook()).getFirst();
    }

    private boolean unnamed(BlobId blob) {
        try {
            return sql.list(row -> true, "select 1 from blob where id = ?", NewVersion.uuid(blob))
                    .isEmpty();
        } catch (Sql.Failed e) {
            return false;
        }
    }

    static Encryption encryption(KeyName key) {
        return key.name().equals(KeyName.OWN) ? Encryption.NOTEBOOK_KEY : new Encryption.NamedKey(key.name());
    }

    private Location copy(Old old, long size, Tier tier, Sealing.Begun begun, Pace pace)
            throws IOException, InterruptedException {
        MessageDigest sha256 = MultipartUploads.digest("SHA-256");
        MessageDigest md5 = MultipartUploads.digest("MD5");
        byte[] buffer = new byte[BUFFER];
        Digest plain;
        Location location;
        try (Tier.BlobWriter writer = begun.writer();
                InputStream in = open(copies.payload(old.place()), old.place().at(), old.key(), size)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                md5.update(buffer, 0, n);
                writer.write(buffer, 0, n);
                pace.passed(n);
            }
            plain = Digest.of(DigestAlgorithm.SHA256, sha256.digest());
            location = writer.publish(plain, plain, Digest.of(DigestAlgorithm.MD5, md5.digest()));
        }
        boolean proven = false;
        try (InputStream in = open((from, length) -> tier.read(location, from, length), location, begun.key(), size)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                pace.passed(n);
            }
            proven = Digest.of(DigestAlgorithm.SHA256, sha256.digest()).equals(plain);
        } finally {
            if (!proven) {
                tier.delete(location);
            }
        }
        if (!proven) {
            throw new IOException("the copy of blob " + old.place().blob() + " reads back with other bytes");
        }
        return location;
    }

    private InputStream open(Payload payload, Location location, BlobKey key, long size) throws IOException {
        return size == 0 ? InputStream.nullInputStream() : sealing.read(payload, location, key, null, 0, size);
    }

    /** False where another was quicker, or its last user has gone. */
    private boolean change(UUID old, int notebook, Place place, BlobKey key) {
        return sql.inTransaction(c -> {
            Locks.keepKeys(c, notebook);
            Set<StorageClasses.User> archived =
                    Sql.list(c, row -> true, "select 1 from blob where id = ? and archived", old)
                                    .isEmpty()
                            ? Set.of()
                            : StorageClasses.users(c, old);
            StorageClasses.lock(c, archived);
            // Copies that share it wait here, and then see that it is not to be shared any more.
            if (Sql.list(c, row -> true, "select 1 from blob where id = ? and state = 'l' for update", old)
                    .isEmpty()) {
                return false;
            }
            UUID fresh = NewVersion.uuid(place.blob());
            int users = Sql.update(c, "update version set blob_id = ? where blob_id = ?", fresh, old)
                    + Sql.update(c, "update part set blob_id = ? where blob_id = ?", fresh, old);
            Sql.update(c, "update blob set state = 'r' where id = ?", old);
            if (users == 0) {
                return false;
            }
            namespace.requireAlive(key);
            namespace.insertBlobs(c, List.of(notebook), List.of(place), Collections.singletonList(key));
            StorageClasses.refresh(c, archived);
            // The copy too: who deletes its last user beside us, or did so before a version's parts were switched,
            // knows the old one alone. Where it is
            // in use, the collector forgets it.
            Garbage.add(c, List.of(old, fresh));
            return true;
        });
    }

    private void retireUnused(UUID blob) {
        sql.inTransaction(c -> {
            Sql.list(c, row -> true, "select 1 from blob where id = ? for update", blob);
            return Sql.update(
                    c,
                    "update blob b set state = 'r' where b.id = ? and b.state = 'l' and not exists (select 1 from version v where v.blob_id = b.id) "
                            + "and not exists (select 1 from part p where p.blob_id = b.id)",
                    blob);
        });
    }

    /** Of the first version or part that names it; empty where none does. */
    private Optional<byte[]> metadata(UUID blob, int notebook) {
        Optional<byte[]> ofVersion = sql.one(
                row -> {
                    StoredVersion version = VersionRow.read(row);
                    return BlobMetadata.of(
                            notebook,
                            version.bucket(),
                            version.key(),
                            Map.of("nonce", Long.toHexString(version.version().nonce())),
                            false,
                            version.attributes());
                },
                "select " + VersionRow.COLUMNS
                        + " from version v join bucket b on b.id = v.bucket_id where v.blob_id = ? limit 1",
                blob);
        return ofVersion.isPresent() ? ofVersion : ofPart(blob, notebook);
    }

    private Optional<byte[]> ofPart(UUID blob, int notebook) {
        return sql.one(
                row -> BlobMetadata.of(
                        notebook,
                        String.valueOf(row.getString("name")),
                        gedeon.storage.ObjectKey.of(row.getBytes("key")),
                        Map.of(
                                "upload",
                                String.valueOf(row.getString("content_id")),
                                "part",
                                String.valueOf(row.getInt("number"))),
                        false,
                        gedeon.storage.Attributes.NONE),
                "select p.content_id::text as content_id, p.number, coalesce(vb.name, ub.name, '') as name, coalesce(v.key, u.key, 'x'::bytea) as key from part p "
                        + "left join version v on v.content_id = p.content_id left join bucket vb on vb.id = v.bucket_id "
                        + "left join upload u on u.id = p.content_id left join bucket ub on ub.id = u.bucket_id where p.blob_id = ? limit 1",
                blob);
    }
}
