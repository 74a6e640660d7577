package gedeon.storage.objects;

import gedeon.storage.Attributes;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.ObjectKey;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.encryption.Sealing;
import gedeon.storage.encryption.WrongKey;
import gedeon.storage.namespace.Arrival;
import gedeon.storage.namespace.Buckets;
import gedeon.storage.namespace.Committer;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.VersionRow;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.BlobEnds;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commits a version of a blob that lies in a tier and that nothing names, as its header says: read whole before. */
public final class Readmission {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final ObjectStore.Conditions ONLY_NEW = new ObjectStore.Conditions(null, "*");

    /** By how much the clocks of two machines may differ. */
    private static final long CLOCKS_DIFFER_MILLIS = 2000;

    private final Sql sql;
    private final QuotaLedger ledger;
    private final Tiers tiers;
    private final Sealing sealing;
    private final Buckets buckets;
    private final WritePath writes;

    public Readmission(Sql sql, QuotaLedger ledger, Tiers tiers, Committer committer, Sealing sealing, Clock clock) {
        this.sql = sql;
        this.ledger = ledger;
        this.tiers = tiers;
        this.sealing = sealing;
        this.buckets = new Buckets(sql);
        this.writes = new WritePath(ledger, tiers, committer, sealing, clock);
    }

    /** @param why it was not; empty where it was */
    public record Outcome(boolean readmitted, String why) {
        static Outcome left(String why) {
            return new Outcome(false, why);
        }
    }

    private record Header(JsonNode all, @Nullable BlobKey key) {}

    /** @throws IOException where its tier cannot be read now */
    public Outcome readmit(short tier, Holdings.Held held) throws IOException {
        Header header;
        try {
            header = header(held);
        } catch (WrongKey e) {
            return Outcome.left("its owner keeps its key");
        }
        JsonNode nonce = header.all().get("nonce");
        JsonNode name = header.all().get("bucket");
        if (nonce == null || name == null) {
            return Outcome.left("a part of an upload that was not completed");
        }
        Optional<Bucket> bucket = buckets.find(name.asString());
        if (bucket.isEmpty()
                || bucket.get().notebook() != header.all().get("notebook").asInt()) {
            return Outcome.left("its bucket is gone");
        }
        ObjectKey key =
                ObjectKey.of(Base64.getDecoder().decode(header.all().get("key").asString()));
        return readmit(tier, held.at(), header, bucket.get(), key, Long.parseUnsignedLong(nonce.asString(), 16));
    }

    private Header header(Holdings.Held held) throws IOException {
        if (!held.encrypted()) {
            return new Header(JSON.readTree(held.metadata()), null);
        }
        int notebook = JSON.readTree(held.metadata()).get("notebook").asInt();
        Sealing.Opened opened = sealing.openHeader(held.at().blob(), notebook, held.metadata());
        return new Header(JSON.readTree(opened.metadata()), opened.key());
    }

    private Outcome readmit(short tier, Location at, Header header, Bucket bucket, ObjectKey key, long nonce)
            throws IOException {
        if (known(bucket, key, nonce)) {
            return Outcome.left("its version has other content by now");
        }
        if (disposed(bucket, key, nonce)) {
            return Outcome.left("it was disposed of");
        }
        if (newer(bucket, key, at.blob())) {
            return Outcome.left("a newer version of its key was stored after it was begun");
        }
        Hashes.Result result;
        try {
            result = read(tiers.of(tier), at, header.key());
        } catch (DamagedBlock | NoSuchFileException e) {
            return Outcome.left("it is damaged, or was never whole");
        }
        long size = header.key() == null ? at.length() : Sealing.plainLength(at);
        Attributes attributes =
                VersionRow.attributes(new String(JSON.writeValueAsBytes(header.all()), StandardCharsets.UTF_8));
        NewVersion version = new NewVersion(
                bucket,
                key,
                nonce,
                size,
                result.md5().hex(),
                result.sha256(),
                result.checksums(),
                null,
                attributes.encrypted(encryption(header.key())),
                new Place(tier, at),
                header.key(),
                null,
                null,
                header.all().has("onlyNew") ? ONLY_NEW : ObjectStore.Conditions.NONE,
                Arrival.PUT);
        try (QuotaLedger.Reservation room = ledger.reserve(bucket.notebook(), Room.ofObject(size))) {
            long seq =
                    writes.commit(version, room, Room.ofObject(size)).version().seq();
            sql.update(
                    "insert into recovered (bucket_id, key, seq, nonce, blob_id) values (?, ?, ?, ?, ?)",
                    bucket.id(),
                    key.bytes(),
                    seq,
                    nonce,
                    NewVersion.uuid(at.blob()));
            return new Outcome(true, "");
        } catch (QuotaExceeded e) {
            return Outcome.left("the quota of its notebook has no room for it");
        } catch (Refusal e) {
            return Outcome.left(
                    e.reason() == Refusal.Reason.PRECONDITION_FAILED
                            ? "it was to be stored only where its key was free, and there is a version of it"
                            : String.valueOf(e.getMessage()));
        }
    }

    /** Asked for, or the bucket's default then: the key says which. */
    private static @Nullable Encryption encryption(@Nullable BlobKey key) {
        KeyRef ref = key == null ? null : key.ref();
        return ref == null ? null : Rewriting.encryption(ref.key());
    }

    private boolean known(Bucket bucket, ObjectKey key, long nonce) {
        return sql.one(
                        row -> true,
                        "select 1 from version where bucket_id = ? and key = ? and nonce = ?",
                        bucket.id(),
                        key.bytes(),
                        nonce)
                .isPresent();
    }

    /**
     * Whether the journal knows a version of the key that was committed after the blob was begun. It tells of a key's versions in the order of their commits:
     * what it does not tell of was refused, failed, or was committed later, which only a client that sent it meanwhile can have seen. Nobody can tell these
     * apart, and what was acknowledged and told is not put behind what may have been refused.
     */
    private boolean newer(Bucket bucket, ObjectKey key, BlobId blob) {
        return sql.one(
                        row -> true,
                        "select 1 from version v where v.bucket_id = ? and v.key = ? and v.created > to_timestamp(? / 1000.0) and not exists "
                                + "(select 1 from recovered r where r.bucket_id = ? and r.key = ? and r.seq = v.seq) limit 1",
                        bucket.id(),
                        key.bytes(),
                        blob.begun().toEpochMilli() + CLOCKS_DIFFER_MILLIS,
                        bucket.id(),
                        key.bytes())
                .isPresent();
    }

    private boolean disposed(Bucket bucket, ObjectKey key, long nonce) {
        return sql.one(
                        row -> true,
                        "select 1 from tombstone where bucket_id = ? and key = ? and nonce = ?",
                        bucket.id(),
                        key.bytes(),
                        nonce)
                .isPresent();
    }

    /** Hashes of the plain bytes, each block checked; a trailer that does not hold says that the blob was never whole. */
    private Hashes.Result read(Tier tier, Location at, @Nullable BlobKey key) throws IOException {
        BlobEnds ends = tier.ends(at);
        Hashes hashes = new Hashes(Set.of());
        long plain = key == null ? at.length() : Sealing.plainLength(at);
        if (plain > 0) {
            try (InputStream in = key == null
                    ? tier.read(at, 0, plain)
                    : sealing.read((from, length) -> tier.read(at, from, length), at, key, null, 0, plain)) {
                HashingCopy.copy(in, hashes, plain, (buffer, count, total) -> {});
            }
        }
        Hashes.Result result = hashes.finish();
        if (key == null && !result.sha256().equals(ends.sha256())) {
            throw new DamagedBlock(at, 0, "the SHA-256 of its payload is not the one in its trailer");
        }
        return result;
    }
}
