package gedeon.storage.namespace;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.storage.Attributes;
import gedeon.storage.BlobId;
import gedeon.storage.Encryption;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.Refusal;
import gedeon.storage.objects.Retention;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Location;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The statements that change versions, each within the caller's transaction and under the keys' locks. */
public final class Namespace {
    private static final int BUCKET_LOCKS = 1024;
    private static final String PLAIN_BLOBS = """
            with new (id, notebook, pack, pos, length) as (select * from unnest(?::uuid[], ?::int[], ?::uuid[], ?::bigint[], ?::bigint[])),
            blobs as (insert into blob (id, notebook, size) select id, notebook, length from new)
            insert into location (blob_id, tier_id, pack_id, pos, length) select id, ?, pack, pos, length from new returning 1""";
    private static final String ENCRYPTED_BLOBS = """
            with new (id, notebook, pack, pos, length, key_kind, key_name, key_generation, wrapped) as (
                select * from unnest(?::uuid[], ?::int[], ?::uuid[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::int[], ?::bytea[])),
            blobs as (insert into blob (id, notebook, size, key_kind, key_name, key_generation, wrapped)
                select id, notebook, length, key_kind::"char", key_name, key_generation, wrapped from new)
            insert into location (blob_id, tier_id, pack_id, pos, length) select id, ?, pack, pos, length from new returning 1""";

    private static final String REMOVE_NULL =
            "delete from version where bucket_id = ? and key %s and is_null and not legal_hold and (retain_until is null or retain_until <= now()) "
                    + "returning key, size, blob_id, content_id";

    private final QuotaLedger ledger;
    private final short tier;
    private final List<String> consumers;
    private final Predicate<KeyRef> alive;
    private final Watchers watchers;

    /** @param alive whether a key is not destroyed; a disposal holds the bucket's lock while it destroys one */
    public Namespace(
            QuotaLedger ledger, short tier, List<String> consumers, Predicate<KeyRef> alive, Watchers watchers) {
        this.watchers = watchers;
        this.ledger = ledger;
        this.tier = tier;
        this.consumers = List.copyOf(consumers);
        this.alive = alive;
    }

    /** One answer of {@link #commit}: the version, or why it was refused; never both. */
    public record Outcome(
            @Nullable StoredVersion version, @Nullable Refusal refused, long replacedBytes) {}

    /**
     * Holds the keys of versions of a bucket until the transaction ends, in the order of their hashes, and the buckets' states before them: whoever
     * changes a state, or removes a bucket, waits ({@link #lockBucket}).
     */
    public static void lockKeys(Connection c, List<Integer> buckets, List<Long> hashes) throws SQLException {
        Sql.list(
                c,
                row -> true,
                "select pg_advisory_xact_lock_shared(1, b) from (select b from unnest(?::int[]) as t(b) order by b) s",
                slots(c, buckets));
        Sql.list(
                c,
                row -> true,
                "select pg_advisory_xact_lock(h) from (select h from unnest(?::bigint[]) as t(h) order by h) s",
                c.createArrayOf("bigint", hashes.stream().distinct().sorted().toArray()));
    }

    /** Keeps a bucket from being removed until the transaction ends, without holding any of its keys. */
    static void shareBucket(Connection c, Bucket bucket) throws SQLException {
        lockKeys(c, List.of(bucket.id()), List.of());
    }

    static void lockKey(Connection c, Bucket bucket, ObjectKey key) throws SQLException {
        lockKeys(c, List.of(bucket.id()), List.of(hash(bucket.id(), key)));
    }

    /** Waits until no version of the bucket is being committed, and keeps it so until the transaction ends. Takes no key afterwards. */
    public static void lockBucket(Connection c, int bucket) throws SQLException {
        lockBuckets(c, List.of(bucket));
    }

    /** As {@link #lockBucket} of all of them, however many they are. */
    public static void lockBuckets(Connection c, List<Integer> buckets) throws SQLException {
        Sql.list(
                c,
                row -> true,
                "select pg_advisory_xact_lock(1, b) from (select b from unnest(?::int[]) as t(b) order by b) s",
                slots(c, buckets));
    }

    /** Buckets share their locks: a notebook has more of them than the database has room for locks, and who holds one exclusively is soon done. */
    private static Array slots(Connection c, List<Integer> buckets) throws SQLException {
        return c.createArrayOf(
                "integer",
                buckets.stream()
                        .map(bucket -> Math.floorMod(bucket, BUCKET_LOCKS))
                        .distinct()
                        .toArray());
    }

    public static long hash(int bucket, ObjectKey key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(ByteBuffer.allocate(4).putInt(bucket).array());
            return ByteBuffer.wrap(digest.digest(key.bytes())).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Commits versions of distinct keys within one transaction, each under its key's lock: conditions again, null versions replaced, head moved, outbox
     * and ledger settled. A refused one leaves the others untouched.
     */
    public List<Outcome> commit(Connection c, List<NewVersion> versions) throws SQLException {
        lockKeys(
                c,
                versions.stream().map(v -> v.bucket().id()).toList(),
                versions.stream().map(v -> hash(v.bucket().id(), v.key())).toList());
        Map<Integer, Bucket> buckets =
                Buckets.now(c, versions.stream().map(v -> v.bucket().id()).toList());
        Set<UUID> shared = lockShared(c, versions);
        Map<Integer, Head> heads = heads(c, versions);
        // Each key is asked for once: the buckets' locks make the answer last for all.
        Map<KeyRef, Boolean> asked = new HashMap<>();
        Predicate<KeyRef> readable = ref -> asked.computeIfAbsent(ref, alive::test);
        Outcome[] outcomes = new Outcome[versions.size()];
        List<Accepted> accepted = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            NewVersion version = versions.get(i);
            Bucket bucket = buckets.get(version.bucket().id());
            Refusal refused = violated(version.conditions(), heads.get(i), version.key());
            if (bucket == null) {
                refused = new Refusal(
                        Refusal.Reason.NO_SUCH_BUCKET,
                        "bucket " + version.bucket().name() + " was deleted meanwhile");
            } else if (refused == null) {
                refused = unfit(bucket, version, shared);
            }
            if (refused == null && bucket != null && version.conditions().addsOnly() && !bucket.versioned()) {
                refused = taken(c, version);
            }
            if (refused == null) {
                refused = BlobKeys.unreadable(c, version, readable);
            }
            if (refused != null || bucket == null) {
                outcomes[i] = new Outcome(null, refused, 0);
            } else {
                accepted.add(new Accepted(version, bucket, i));
            }
        }
        if (!accepted.isEmpty()) {
            write(c, accepted, outcomes);
        }
        return List.of(outcomes);
    }

    /** A version that will be written, into the bucket as it is now; {@code place} is its outcome's. */
    private record Accepted(NewVersion version, Bucket bucket, int place) {
        boolean isNull() {
            return !bucket.versioned();
        }

        /** Retention asked for, or else the bucket's. */
        Attributes attributes(Instant now) {
            Attributes asked = version.attributes();
            Retention rule = bucket.retention();
            if (rule == null || asked.lock().mode() != null) {
                return asked;
            }
            Instant until = now.atOffset(ZoneOffset.UTC)
                    .plusYears(rule.years())
                    .plusDays(rule.days())
                    .toInstant();
            return asked.withLock(asked.lock().retained(rule.mode(), until));
        }
    }

    /** A key is taken by its head, and by the null version that a marker hides: a new null version would take its place. */
    private static @Nullable Refusal taken(Connection c, NewVersion version) throws SQLException {
        boolean taken = !Sql.list(
                        c,
                        row -> true,
                        "select 1 from current where bucket_id = ? and key = ? union all "
                                + "select 1 from version where bucket_id = ? and key = ? and is_null and kind = 'o' limit 1",
                        version.bucket().id(),
                        version.key().bytes(),
                        version.bucket().id(),
                        version.key().bytes())
                .isEmpty();
        return taken
                ? new Refusal(
                        Refusal.Reason.PRECONDITION_FAILED,
                        "an object " + version.key() + " exists already, and this key only adds")
                : null;
    }

    private static @Nullable Refusal unfit(Bucket bucket, NewVersion version, Set<UUID> shared) {
        BlobId source = version.sharedBlob();
        if (source != null && !shared.contains(NewVersion.uuid(source))) {
            return new Refusal(
                    Refusal.Reason.NO_SUCH_KEY, "the content to copy to " + version.key() + " was removed meanwhile");
        }
        if (!bucket.locked() && !version.attributes().lock().equals(ObjectLock.NONE)) {
            return new Refusal(
                    Refusal.Reason.NOT_LOCKABLE,
                    "bucket " + bucket.name()
                            + " has no object lock; switch it on to keep versions under retention or hold");
        }
        return null;
    }

    /**
     * Holds the blobs that copies share until the transaction ends, in the order of their ids: the collector waits, and then sees the new version. Those
     * that are going already are not among the answer.
     */
    private static Set<UUID> lockShared(Connection c, List<NewVersion> versions) throws SQLException {
        UUID[] ids = versions.stream()
                .map(NewVersion::sharedBlob)
                .filter(Objects::nonNull)
                .map(NewVersion::uuid)
                .distinct()
                .toArray(UUID[]::new);
        if (ids.length == 0) {
            return Set.of();
        }
        return Set.copyOf(Sql.list(
                c,
                row -> row.getObject(1, UUID.class),
                "select id from blob where id = any (?) and state = 'l' order by id for share",
                c.createArrayOf("uuid", ids)));
    }

    private record Numbered(long seq, Instant now) {}

    private void write(Connection c, List<Accepted> accepted, Outcome[] outcomes) throws SQLException {
        Map<Integer, Long> replaced = removeNulls(c, accepted);
        List<Numbered> numbers = Sql.list(
                c,
                row -> new Numbered(
                        row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant()),
                "select nextval('seq'), now() from generate_series(1, ?)",
                accepted.size());
        List<StoredVersion> stored = new ArrayList<>();
        for (int i = 0; i < accepted.size(); i++) {
            stored.add(stored(accepted.get(i), numbers.get(i)));
        }
        insertVersions(c, accepted, stored);
        insertBlobs(c, accepted);
        Map<Integer, long[]> change = new HashMap<>();
        for (int i = 0; i < accepted.size(); i++) {
            NewVersion v = accepted.get(i).version();
            long gone = replaced.getOrDefault(i, 0L);
            outcomes[accepted.get(i).place()] = new Outcome(stored.get(i), null, gone);
            long[] sums = change.computeIfAbsent(v.bucket().notebook(), n -> new long[2]);
            // Parts were counted when they were stored.
            sums[0] += v.content() == null || v.sharedBlob() != null ? v.size() : 0;
            sums[1] += gone;
        }
        publish(c, "stored", stored);
        for (int i = 0; i < accepted.size(); i++) {
            Accepted one = accepted.get(i);
            tell(c, one.bucket(), one.version().arrival().event(), stored.get(i));
        }
        for (Map.Entry<Integer, long[]> one : new TreeMap<>(change).entrySet()) {
            ledger.settle(c, one.getKey(), one.getValue()[0], one.getValue()[1]);
        }
    }

    record Head(String etag, boolean marker) {}

    private static Map<Integer, Head> heads(Connection c, List<NewVersion> versions) throws SQLException {
        Map<Integer, Head> heads = new HashMap<>();
        for (int i = 0; i < versions.size(); i++) {
            NewVersion v = versions.get(i);
            if (v.conditions().ifMatch() != null || v.conditions().ifNoneMatch() != null) {
                int place = i;
                Sql.list(
                        c,
                        row -> heads.put(place, new Head(row.getString(1), false)),
                        "select etag from current where bucket_id = ? and key = ?",
                        v.bucket().id(),
                        v.key().bytes());
            }
        }
        return heads;
    }

    static @Nullable Refusal violated(Conditions conditions, @Nullable Head head, ObjectKey key) {
        String match = conditions.ifMatch();
        if (match != null) {
            if (head == null) {
                return new Refusal(Refusal.Reason.NO_SUCH_KEY, "If-Match was asked, but there is no object " + key);
            }
            if (!match.equals("*") && !match.equals(head.etag())) {
                return new Refusal(
                        Refusal.Reason.PRECONDITION_FAILED,
                        "the current ETag of " + key + " is not the one in If-Match");
            }
        }
        String none = conditions.ifNoneMatch();
        if (none != null && head != null && (none.equals("*") || none.equals(head.etag()))) {
            return new Refusal(Refusal.Reason.PRECONDITION_FAILED, "an object " + key + " exists already");
        }
        return null;
    }

    /** The null versions that are replaced go away by one statement a bucket; returns their bytes by the place of who replaces them. */
    private static Map<Integer, Long> removeNulls(Connection c, List<Accepted> accepted) throws SQLException {
        Map<Integer, Map<ObjectKey, Integer>> places = new TreeMap<>();
        for (int i = 0; i < accepted.size(); i++) {
            Accepted one = accepted.get(i);
            if (one.isNull()) {
                places.computeIfAbsent(one.bucket().id(), bucket -> new HashMap<>())
                        .put(one.version().key(), i);
            }
        }
        Map<Integer, Long> replaced = new HashMap<>();
        List<Garbage.Named> gone = new ArrayList<>();
        for (Map.Entry<Integer, Map<ObjectKey, Integer>> bucket : places.entrySet()) {
            Sql.list(
                    c,
                    row -> {
                        gone.add(Garbage.Named.read(row));
                        Integer place = bucket.getValue().get(ObjectKey.of(row.getBytes("key")));
                        return replaced.put(Objects.requireNonNull(place), row.getLong("size"));
                    },
                    REMOVE_NULL.formatted("= any (?)"),
                    bucket.getKey(),
                    c.createArrayOf(
                            "bytea",
                            bucket.getValue().keySet().stream()
                                    .map(ObjectKey::bytes)
                                    .toArray(byte[][]::new)));
        }
        Garbage.addNamed(c, gone);
        return replaced;
    }

    /** Removes the null version of a key, its content to the garbage; returns its bytes. */
    static long removeNull(Connection c, int bucket, ObjectKey key) throws SQLException {
        List<Garbage.Named> gone = new ArrayList<>();
        long freed = Sql.list(
                        c,
                        row -> {
                            gone.add(Garbage.Named.read(row));
                            return row.getLong("size");
                        },
                        REMOVE_NULL.formatted("= ?"),
                        bucket,
                        key.bytes())
                .stream()
                .mapToLong(Long::longValue)
                .sum();
        Garbage.addNamed(c, gone);
        return freed;
    }

    private static void insertVersions(Connection c, List<Accepted> accepted, List<StoredVersion> stored)
            throws SQLException {
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
        for (int i = 0; i < n; i++) {
            NewVersion v = accepted.get(i).version();
            StoredVersion s = stored.get(i);
            Location location = v.location();
            BlobId blob = location != null ? location.blob() : v.sharedBlob();
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
            c.createArrayOf("text", encryptions)
        };
        Sql.list(c, row -> true, """
                with new (bucket_id, key, seq, nonce, is_null, size, blob_id, content_id, etag, sha, checksums, composite, meta, tags, lock_mode, retain_until, legal_hold, acl, owner, encryption) as (
                    select * from unnest(?::int[], ?::bytea[], ?::bigint[], ?::bigint[], ?::boolean[], ?::bigint[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[], ?::text[], ?::int[], ?::text[])),
                versions as (
                    insert into version (bucket_id, key, seq, nonce, is_null, size, blob_id, content_id, etag, sha256, checksums, composite, meta, tags, lock_mode, retain_until, legal_hold, acl, owner, encryption, change)
                    select bucket_id, key, seq, nonce, is_null, size, blob_id, content_id, etag, decode(sha, 'hex'), checksums::jsonb, composite, meta::jsonb, tags::jsonb,
                        lock_mode, retain_until::timestamptz, legal_hold, acl, owner, encryption, seq
                    from new),
                heads as (
                    insert into current (bucket_id, key, seq, size, etag, modified)
                    select bucket_id, key, seq, size, etag, now() from new
                    on conflict (bucket_id, key) do update set seq = excluded.seq, size = excluded.size, etag = excluded.etag, modified = excluded.modified)
                select 1""", values);
    }

    private void insertBlobs(Connection c, List<Accepted> accepted) throws SQLException {
        List<NewVersion> fresh = accepted.stream()
                .map(Accepted::version)
                .filter(v -> v.location() != null)
                .toList();
        if (!fresh.isEmpty()) {
            insertBlobs(
                    c,
                    fresh.stream().map(v -> v.bucket().notebook()).toList(),
                    fresh.stream()
                            .map(v -> Objects.requireNonNull(v.location()))
                            .toList(),
                    keys(fresh));
        }
    }

    private static List<@Nullable BlobKey> keys(List<NewVersion> versions) {
        List<@Nullable BlobKey> keys = new ArrayList<>();
        versions.forEach(version -> keys.add(version.blobKey()));
        return keys;
    }

    /**
     * Keeps the keys of a notebook as they are until the transaction ends; taken before any other lock. Not needed by who holds one of its buckets
     * ({@link #lockKeys}): who destroys a key holds both.
     */
    public static void keepKeys(Connection c, int notebook) throws SQLException {
        Sql.list(c, row -> true, "select 1 from notebook where id = ? for share", notebook);
    }

    /** Asked where {@link #keepKeys} makes the answer last. @throws Refusal TIER_UNAVAILABLE */
    public void requireAlive(@Nullable BlobKey key) {
        KeyRef ref = key == null ? null : key.ref();
        if (ref != null && !alive.test(ref)) {
            throw BlobKeys.meanwhile(ref);
        }
    }

    /** Rows of blobs that are in the tier; {@code keys} has a place for each, null where it is plain. */
    public void insertBlobs(
            Connection c, List<Integer> notebooks, List<Location> locations, List<@Nullable BlobKey> keys)
            throws SQLException {
        UUID[] ids = locations.stream().map(l -> NewVersion.uuid(l.blob())).toArray(UUID[]::new);
        @Nullable UUID[] packs = new @Nullable UUID[ids.length];
        for (int i = 0; i < ids.length; i++) {
            BlobId pack = locations.get(i).pack();
            packs[i] = pack == null ? null : NewVersion.uuid(pack);
        }
        List<Object> values = new ArrayList<>(List.of(
                c.createArrayOf("uuid", ids),
                c.createArrayOf("integer", notebooks.toArray()),
                c.createArrayOf("uuid", packs),
                c.createArrayOf(
                        "bigint", locations.stream().map(Location::offset).toArray()),
                c.createArrayOf(
                        "bigint", locations.stream().map(Location::length).toArray())));
        boolean encrypted = keys.stream().anyMatch(Objects::nonNull);
        if (encrypted) {
            values.addAll(List.of(BlobKeys.arrays(c, keys)));
        }
        values.add(tier);
        Sql.list(c, row -> true, encrypted ? ENCRYPTED_BLOBS : PLAIN_BLOBS, values.toArray());
    }

    private static StoredVersion stored(Accepted accepted, Numbered number) {
        NewVersion v = accepted.version();
        return new StoredVersion(
                v.bucket().notebook(),
                v.bucket().id(),
                v.bucket().name(),
                v.key(),
                new VersionId(number.seq(), v.nonce()),
                accepted.isNull(),
                false,
                new ByteCount(v.size()),
                v.etag(),
                v.sha256(),
                v.checksums(),
                v.composite(),
                number.now(),
                accepted.attributes(number.now()),
                number.seq());
    }

    /** One outbox row for each whom the bucket wants to be told; most buckets want nobody. */
    void tell(Connection c, Bucket bucket, String event, StoredVersion version) throws SQLException {
        if (bucket.setting(BucketSetting.NOTIFICATION).isPresent()) {
            for (String body : watchers.toTell(bucket, event, version)) {
                Sql.update(
                        c,
                        "insert into outbox (consumer, event, body, change, webhook) select 'notifications', ?, b, ?, ?::text || '/' || (b ->> 'webhook') from (select ?::jsonb as b) s",
                        event,
                        version.change(),
                        version.notebook(),
                        body);
            }
        }
    }

    /** One outbox row a consumer and version. */
    public void publish(Connection c, String event, List<StoredVersion> versions) throws SQLException {
        if (consumers.isEmpty() || versions.isEmpty()) {
            return;
        }
        Sql.update(
                c,
                "insert into outbox (consumer, event, body, change) select k, ?, t.body::jsonb, t.change from unnest(?::text[]) k, unnest(?::text[], ?::bigint[]) as t(body, change)",
                event,
                c.createArrayOf("text", consumers.toArray()),
                c.createArrayOf("text", versions.stream().map(VersionRow::event).toArray()),
                c.createArrayOf(
                        "bigint", versions.stream().map(StoredVersion::change).toArray()));
    }
}
