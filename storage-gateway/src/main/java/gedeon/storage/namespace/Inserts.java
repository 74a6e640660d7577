package gedeon.storage.namespace;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of many versions and of many blobs, by one statement each. */
final class Inserts {
    private static final String PLAIN_BLOBS = """
            with new (id, notebook, tier, pack, pos, length) as (select * from unnest(?::uuid[], ?::int[], ?::smallint[], ?::uuid[], ?::bigint[], ?::bigint[])),
            blobs as (insert into blob (id, notebook, size) select id, notebook, length from new)
            insert into location (blob_id, tier_id, pack_id, pos, length) select id, tier, pack, pos, length from new returning 1""";
    private static final String ENCRYPTED_BLOBS = """
            with new (id, notebook, tier, pack, pos, length, key_kind, key_name, key_generation, wrapped) as (
                select * from unnest(?::uuid[], ?::int[], ?::smallint[], ?::uuid[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::int[], ?::bytea[])),
            blobs as (insert into blob (id, notebook, size, key_kind, key_name, key_generation, wrapped)
                select id, notebook, length, key_kind::"char", key_name, key_generation, wrapped from new)
            insert into location (blob_id, tier_id, pack_id, pos, length) select id, tier, pack, pos, length from new returning 1""";

    private Inserts() {}

    /** @param stored has a place for each of {@code accepted} */
    static void versions(Connection c, List<Accepted> accepted, List<StoredVersion> stored) throws SQLException {
        int n = accepted.size();
        Integer[] buckets = new Integer[n];
        byte[][] keys = new byte[n][];
        Long[] seqs = new Long[n];
        Long[] nonces = new Long[n];
        Boolean[] nulls = new Boolean[n];
        Long[] sizes = new Long[n];
        @Nullable UUID[] blobs = new @Nullable UUID[n];
        @Nullable UUID[] contents = new @Nullable UUID[n];
        String[] etags = new String[n];
        @Nullable String[] shas = new @Nullable String[n];
        String[] checksums = new String[n];
        @Nullable String[] composites = new @Nullable String[n];
        String[] metas = new String[n];
        String[] tags = new String[n];
        @Nullable String[] modes = new @Nullable String[n];
        @Nullable String[] untils = new @Nullable String[n];
        Boolean[] holds = new Boolean[n];
        @Nullable String[] acls = new @Nullable String[n];
        @Nullable Integer[] owners = new @Nullable Integer[n];
        @Nullable String[] encryptions = new @Nullable String[n];
        @Nullable String[] created = new @Nullable String[n];
        for (int i = 0; i < n; i++) {
            NewVersion v = accepted.get(i).version();
            StoredVersion s = stored.get(i);
            Place place = v.place();
            BlobId blob = place != null ? place.blob() : v.sharedBlob();
            Digest sha256 = v.sha256();
            ObjectLock lock = s.lock();
            buckets[i] = v.bucket().id();
            keys[i] = v.key().bytes();
            seqs[i] = s.version().seq();
            nonces[i] = v.nonce();
            nulls[i] = s.isNull();
            sizes[i] = v.size();
            blobs[i] = blob == null ? null : NewVersion.uuid(blob);
            contents[i] = v.content();
            etags[i] = v.etag();
            shas[i] = sha256 == null ? null : sha256.hex();
            checksums[i] = VersionRow.checksums(v.checksums());
            composites[i] = v.composite();
            metas[i] = VersionRow.meta(s.attributes());
            tags[i] = VersionRow.tags(s.attributes());
            modes[i] = lock.mode() == null ? null : lock.mode().name();
            untils[i] = lock.retainUntil() == null ? null : lock.retainUntil().toString();
            holds[i] = lock.legalHold();
            acls[i] = s.attributes().acl();
            owners[i] = s.attributes().owner();
            Encryption encryption = s.attributes().encryption();
            encryptions[i] = encryption == null ? null : encryption.text();
            created[i] = v.modified() == null ? null : s.created().toString();
        }
        Object[] values = {
            c.createArrayOf("integer", buckets),
            c.createArrayOf("bytea", keys),
            c.createArrayOf("bigint", seqs),
            c.createArrayOf("bigint", nonces),
            c.createArrayOf("boolean", nulls),
            c.createArrayOf("bigint", sizes),
            c.createArrayOf("uuid", blobs),
            c.createArrayOf("uuid", contents),
            c.createArrayOf("text", etags),
            c.createArrayOf("text", shas),
            c.createArrayOf("text", checksums),
            c.createArrayOf("text", composites),
            c.createArrayOf("text", metas),
            c.createArrayOf("text", tags),
            c.createArrayOf("text", modes),
            c.createArrayOf("text", untils),
            c.createArrayOf("boolean", holds),
            c.createArrayOf("text", acls),
            c.createArrayOf("integer", owners),
            c.createArrayOf("text", encryptions),
            c.createArrayOf("text", created)
        };
        Sql.list(c, row -> true, """
                with new (bucket_id, key, seq, nonce, is_null, size, blob_id, content_id, etag, sha, checksums, composite, meta, tags, lock_mode, retain_until, legal_hold, acl, owner, encryption, created) as (
                    select * from unnest(?::int[], ?::bytea[], ?::bigint[], ?::bigint[], ?::boolean[], ?::bigint[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[], ?::text[], ?::int[], ?::text[], ?::text[])),
                versions as (
                    insert into version (bucket_id, key, seq, nonce, is_null, size, blob_id, content_id, etag, sha256, checksums, composite, meta, tags, lock_mode, retain_until, legal_hold, acl, owner, encryption, change, created)
                    select bucket_id, key, seq, nonce, is_null, size, blob_id, content_id, etag, decode(sha, 'hex'), checksums::jsonb, composite, meta::jsonb, tags::jsonb,
                        lock_mode, retain_until::timestamptz, legal_hold, acl, owner, encryption, seq, coalesce(created::timestamptz, now())
                    from new),
                heads as (
                    insert into current (bucket_id, key, seq, size, etag, modified)
                    select bucket_id, key, seq, size, etag, coalesce(created::timestamptz, now()) from new
                    on conflict (bucket_id, key) do update set seq = excluded.seq, size = excluded.size, etag = excluded.etag, modified = excluded.modified,
                        storage_class = excluded.storage_class)
                select 1""", values);
    }

    /** Of the versions that brought bytes. */
    static void blobs(Connection c, List<Accepted> accepted) throws SQLException {
        List<NewVersion> fresh = accepted.stream()
                .map(Accepted::version)
                .filter(v -> v.place() != null)
                .toList();
        if (!fresh.isEmpty()) {
            blobs(
                    c,
                    fresh.stream().map(v -> v.bucket().notebook()).toList(),
                    fresh.stream().map(v -> Objects.requireNonNull(v.place())).toList(),
                    keys(fresh));
        }
    }

    private static List<@Nullable BlobKey> keys(List<NewVersion> versions) {
        List<@Nullable BlobKey> keys = new ArrayList<>();
        versions.forEach(version -> keys.add(version.blobKey()));
        return keys;
    }

    /** Rows of blobs that are in their tiers; {@code keys} has a place for each, null where it is plain. */
    static void blobs(Connection c, List<Integer> notebooks, List<Place> places, List<@Nullable BlobKey> keys)
            throws SQLException {
        UUID[] ids = places.stream().map(p -> NewVersion.uuid(p.blob())).toArray(UUID[]::new);
        @Nullable UUID[] packs = new @Nullable UUID[ids.length];
        for (int i = 0; i < ids.length; i++) {
            BlobId pack = places.get(i).at().pack();
            packs[i] = pack == null ? null : NewVersion.uuid(pack);
        }
        List<Object> values = new ArrayList<>(List.of(
                c.createArrayOf("uuid", ids),
                c.createArrayOf("integer", notebooks.toArray()),
                c.createArrayOf("smallint", places.stream().map(Place::tier).toArray()),
                c.createArrayOf("uuid", packs),
                c.createArrayOf(
                        "bigint", places.stream().map(p -> p.at().offset()).toArray()),
                c.createArrayOf(
                        "bigint", places.stream().map(p -> p.at().length()).toArray())));
        boolean encrypted = keys.stream().anyMatch(Objects::nonNull);
        if (encrypted) {
            values.addAll(List.of(BlobKeys.arrays(c, keys)));
        }
        Sql.list(c, row -> true, encrypted ? ENCRYPTED_BLOBS : PLAIN_BLOBS, values.toArray());
    }
}
