package gedeon.storage.namespace;

import gedeon.kernel.ByteCount;
import gedeon.storage.BlobId;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.encryption.BlobKey;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Refusal;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The statements that change versions, each within the caller's transaction and under the keys' locks. */
public final class Namespace {
    private final QuotaLedger ledger;
    private final Predicate<KeyRef> alive;
    private final Announcements announcements;

    /** @param alive whether a key is not destroyed; a disposal holds the bucket's lock while it destroys one */
    public Namespace(QuotaLedger ledger, Announcements announcements, Predicate<KeyRef> alive) {
        this.ledger = ledger;
        this.announcements = announcements;
        this.alive = alive;
    }

    /** One answer of {@link #commit}: the version, or why it was refused; never both. */
    public record Outcome(
            @Nullable StoredVersion version, @Nullable Refusal refused, Room replaced) {}

    /**
     * Commits versions of distinct keys within one transaction, each under its key's lock: conditions again, null versions replaced, head moved, outbox
     * and ledger settled. A refused one leaves the others untouched.
     */
    public List<Outcome> commit(Connection c, List<NewVersion> versions) throws SQLException {
        return commitGroups(c, versions.stream().map(List::of).toList()).stream()
                .map(List::getFirst)
                .toList();
    }

    /**
     * As {@link #commit}, of groups: of each all versions or none. Where one is refused its whole group is, for that one's reason, which names its key.
     */
    public List<List<Outcome>> commitGroups(Connection c, List<List<NewVersion>> groups) throws SQLException {
        List<NewVersion> versions = groups.stream().flatMap(List::stream).toList();
        Locks.keys(
                c,
                versions.stream().map(v -> v.bucket().id()).toList(),
                versions.stream().map(v -> Locks.hash(v.bucket().id(), v.key())).toList());
        Map<Integer, Bucket> buckets =
                Buckets.now(c, versions.stream().map(v -> v.bucket().id()).toList());
        Checks checks = checks(c, versions, buckets);
        Outcome[] outcomes = new Outcome[versions.size()];
        List<Accepted> accepted = new ArrayList<>();
        int from = 0;
        for (List<NewVersion> group : groups) {
            List<Accepted> fit = new ArrayList<>();
            Refusal refused = null;
            for (int i = from; i < from + group.size() && refused == null; i++) {
                NewVersion version = versions.get(i);
                Bucket bucket = buckets.get(version.bucket().id());
                refused = refusal(c, checks, i, version, bucket);
                if (refused == null) {
                    fit.add(new Accepted(version, Objects.requireNonNull(bucket), i));
                } else if (group.size() > 1) {
                    refused = refused.about(version.key());
                }
            }
            if (refused == null) {
                accepted.addAll(fit);
            } else {
                Arrays.fill(outcomes, from, from + group.size(), new Outcome(null, refused, Room.NONE));
            }
            from += group.size();
        }
        if (!accepted.isEmpty()) {
            write(c, accepted, outcomes);
        }
        List<List<Outcome>> answer = new ArrayList<>();
        int at = 0;
        for (List<NewVersion> group : groups) {
            answer.add(List.of(outcomes).subList(at, at + group.size()));
            at += group.size();
        }
        return answer;
    }

    /** What was asked of the database for all versions at once, by their places. */
    private record Checks(
            Set<UUID> shared, Map<Integer, Heads.Head> heads, Set<Integer> taken, Predicate<KeyRef> readable) {}

    private Checks checks(Connection c, List<NewVersion> versions, Map<Integer, Bucket> buckets) throws SQLException {
        // Each key is asked for once: the buckets' locks make the answer last for all.
        Map<KeyRef, Boolean> asked = new HashMap<>();
        return new Checks(
                lockShared(c, versions),
                Heads.of(c, versions),
                Heads.taken(c, versions, buckets),
                ref -> asked.computeIfAbsent(ref, alive::test));
    }

    private static @Nullable Refusal refusal(
            Connection c, Checks checks, int place, NewVersion version, @Nullable Bucket bucket) throws SQLException {
        if (bucket == null) {
            return new Refusal(
                    Refusal.Reason.NO_SUCH_BUCKET, "bucket " + version.bucket().name() + " was deleted meanwhile");
        }
        Refusal refused = Heads.violated(version.conditions(), checks.heads().get(place), version.key());
        if (refused == null) {
            refused = unfit(bucket, version, checks.shared());
        }
        if (refused == null && checks.taken().contains(place)) {
            refused = Heads.taken(version);
        }
        return refused == null ? BlobKeys.unreadable(c, version, checks.readable()) : refused;
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
     * that are going already, and those that have to be restored first, are not among the answer.
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
                "select id from blob where id = any (?) and state = 'l' and not archived order by id for share",
                c.createArrayOf("uuid", ids)));
    }

    private record Numbered(long seq, Instant now) {}

    private void write(Connection c, List<Accepted> accepted, Outcome[] outcomes) throws SQLException {
        Map<Integer, Room> replaced = NullVersions.removeReplaced(c, accepted);
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
        Inserts.versions(c, accepted, stored);
        Inserts.blobs(c, accepted);
        Map<Integer, Room> added = new TreeMap<>();
        Map<Integer, Room> removed = new HashMap<>();
        Map<Integer, SortedMap<UUID, Room>> kept = new HashMap<>();
        Map<Integer, UUID> leases = new HashMap<>();
        for (int i = 0; i < accepted.size(); i++) {
            NewVersion v = accepted.get(i).version();
            Room gone = replaced.getOrDefault(i, Room.NONE);
            outcomes[accepted.get(i).place()] = new Outcome(stored.get(i), null, gone);
            // Parts were counted when they were stored; that they make an object is counted now.
            boolean ofParts = v.content() != null && v.sharedBlob() == null;
            Room room = Room.ofObject(ofParts ? 0 : v.size());
            UUID reservation = v.reservation();
            if (reservation != null) {
                kept.computeIfAbsent(v.bucket().notebook(), notebook -> new TreeMap<>())
                        .merge(reservation, room, Room::plus);
            }
            added.merge(v.bucket().notebook(), reservation == null ? room : Room.NONE, Room::plus);
            removed.merge(v.bucket().notebook(), gone, Room::plus);
            UUID lease = v.lease();
            if (lease != null && !lease.equals(leases.getOrDefault(v.bucket().notebook(), lease))) {
                throw new QuotaLedger.LeaseLost("a lease ended meanwhile; repeat the request");
            }
            if (lease != null) {
                leases.put(v.bucket().notebook(), lease);
            }
        }
        announcements.publish(c, "stored", stored);
        for (int i = 0; i < accepted.size(); i++) {
            Accepted one = accepted.get(i);
            announcements.tell(c, one.bucket(), one.version().arrival().event(), stored.get(i));
        }
        for (Map.Entry<Integer, Room> one : added.entrySet()) {
            ledger.settle(
                    c,
                    leases.get(one.getKey()),
                    one.getKey(),
                    one.getValue(),
                    removed.getOrDefault(one.getKey(), Room.NONE),
                    kept.getOrDefault(one.getKey(), new TreeMap<>()));
        }
    }

    /** Asked where {@link Locks#keepKeys} makes the answer last. @throws Refusal TIER_UNAVAILABLE */
    public void requireAlive(@Nullable BlobKey key) {
        KeyRef ref = key == null ? null : key.ref();
        if (ref != null && !alive.test(ref)) {
            throw BlobKeys.meanwhile(ref);
        }
    }

    /** Rows of blobs that are in their tiers; {@code keys} has a place for each, null where it is plain. */
    public void insertBlobs(Connection c, List<Integer> notebooks, List<Place> places, List<@Nullable BlobKey> keys)
            throws SQLException {
        Inserts.blobs(c, notebooks, places, keys);
    }

    public Announcements announcements() {
        return announcements;
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
                v.created(number.now()),
                accepted.attributes(number.now()),
                number.seq());
    }
}
