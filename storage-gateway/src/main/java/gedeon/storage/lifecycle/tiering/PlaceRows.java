package gedeon.storage.lifecycle.tiering;

import gedeon.storage.BlobId;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.StorageClasses;
import gedeon.storage.namespace.Versions;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rows that say where a blob lies, as a copy begins, ends, and takes the place of another. */
final class PlaceRows {
    private static final String UNDAMAGED =
            "not exists (select 1 from damage d where d.blob_id = %1$s.blob_id and d.tier_id = %1$s.tier_id and d.repaired is null)";

    /** The keys that are held are not those that have to be. */
    private static final int UNLOCKED = -1;

    private static final String CLAIM = "now() + ? * interval '1 millisecond'";

    private final Sql sql;
    private final Duration claim;
    private final Predicate<Short> archive;

    /**
     * @param claim how long a place is its claimant's unless he says so again
     * @param archive whether a tier is read after a restore only
     */
    PlaceRows(Sql sql, Duration claim, Predicate<Short> archive) {
        this.sql = sql;
        this.claim = claim;
        this.archive = archive;
    }

    /**
     * What is claimed of a tier for a copy.
     *
     * @param before what lay there: damaged, retired, or half written; its bytes may be there still
     * @param until the claim's end, by which it is known again
     */
    record Claimed(Place before, boolean damaged, OffsetDateTime until) {
        Claimed renewed(OffsetDateTime longer) {
            return new Claimed(before, damaged, longer);
        }
    }

    /** Claims the blob's place in a tier; empty where it lies there already, somebody writes it, or the blob is going. */
    Optional<Claimed> claim(BlobId blob, short tier) {
        return sql.inTransaction(c -> {
            UUID id = NewVersion.uuid(blob);
            // Before any of its places, as the collector.
            if (Sql.list(c, row -> true, "select 1 from blob where id = ? and state = 'l' for share", id)
                    .isEmpty()) {
                return Optional.empty();
            }
            Sql.update(
                    c,
                    "insert into location (blob_id, tier_id, pos, length, state) select id, ?, 0, size, 'w' from blob where id = ? on conflict do nothing",
                    tier,
                    id);
            record Before(Place place, boolean damaged) {}
            List<Before> found = Sql.list(
                    c,
                    row -> new Before(
                            Versions.place(row), row.getString("state").equals("x")),
                    "select blob_id, tier_id, pack_id, pos, length, state from location where blob_id = ? and tier_id = ? and state <> 'l' "
                            + "and (claimed_until is null or claimed_until < now()) for update",
                    id,
                    tier);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            OffsetDateTime until = Sql.list(
                            c,
                            row -> row.getObject(1, OffsetDateTime.class),
                            "update location set state = case state when 'x' then 'x' else 'w' end, restored_until = case state when 'x' then restored_until end, "
                                    + "retired_at = null, claimed_until = " + CLAIM
                                    + " where blob_id = ? and tier_id = ? returning claimed_until",
                            claim.toMillis(),
                            id,
                            tier)
                    .getFirst();
            Before before = found.getFirst();
            return Optional.of(new Claimed(before.place(), before.damaged(), until));
        });
    }

    /** Goes on holding the place; empty where it is not ours any more. */
    Optional<Claimed> renew(Claimed claimed) {
        return sql.one(
                        row -> row.getObject(1, OffsetDateTime.class),
                        "update location set claimed_until = " + CLAIM
                                + " where blob_id = ? and tier_id = ? and claimed_until = ? returning claimed_until",
                        claim.toMillis(),
                        NewVersion.uuid(claimed.before().blob()),
                        claimed.before().tier(),
                        claimed.until())
                .map(claimed::renewed);
    }

    /** Whether the collector has taken the blob, or is about to. */
    boolean gone(BlobId blob) {
        return sql.list(row -> true, "select 1 from blob where id = ? and state <> 'd'", NewVersion.uuid(blob))
                .isEmpty();
    }

    /** Gives the place up: what was damaged or half written stays so. */
    void giveUp(Claimed claimed) {
        sql.update(
                "update location set claimed_until = null where blob_id = ? and tier_id = ? and claimed_until = ? and state <> 'l'",
                NewVersion.uuid(claimed.before().blob()),
                claimed.before().tier(),
                claimed.until());
    }

    /**
     * The copy is read back: it lives from now on. False where the blob went away meanwhile, the place is another's, or the tier is being emptied since and this copy is
     * new to it.
     */
    boolean live(Claimed claimed, Location at) {
        return live(claimed, at, null);
    }

    /** @param until when a restored copy ends; null for one that stays */
    boolean live(Claimed claimed, Location at, @Nullable Instant until) {
        short tier = claimed.before().tier();
        return sql.inTransaction(c -> {
            UUID id = NewVersion.uuid(at.blob());
            if (Sql.list(c, row -> true, "select 1 from blob where id = ? and state = 'l' for share", id)
                    .isEmpty()) {
                return false;
            }
            BlobId pack = at.pack();
            boolean live = Sql.update(
                            c,
                            "update location set state = 'l', pack_id = ?, pos = ?, length = ?, verified_at = now(), claimed_until = null, "
                                    + "restored_until = coalesce(?, restored_until) where blob_id = ? and tier_id = ? and claimed_until = ? "
                                    + "and (state = 'x' or state = 'w' and not exists (select 1 from tier t where t.id = ? and t.state = 'draining'))",
                            pack == null ? null : NewVersion.uuid(pack),
                            at.offset(),
                            at.length(),
                            until == null ? null : until.atOffset(ZoneOffset.UTC),
                            id,
                            tier,
                            claimed.until(),
                            tier)
                    == 1;
            if (live) {
                gathers(c, tier, at);
                Sql.update(
                        c,
                        "update damage set repaired = now() where blob_id = ? and tier_id = ? and repaired is null",
                        id,
                        tier);
            }
            return live;
        });
    }

    /** The same copy lies elsewhere in its tier from now on; false where it moved, or went, meanwhile. */
    boolean moved(Place from, Location to) {
        return sql.inTransaction(c -> {
            UUID id = NewVersion.uuid(from.blob());
            BlobId pack = to.pack();
            gathers(c, from.tier(), to);
            return !Sql.list(c, row -> true, "select 1 from blob where id = ? for share", id)
                            .isEmpty()
                    && Sql.update(
                                    c,
                                    "update location set pack_id = ?, pos = ?, length = ?, verified_at = now() where blob_id = ? and tier_id = ? and state = 'l' "
                                            + "and pos = ? and pack_id is not distinct from ?::uuid",
                                    pack == null ? null : NewVersion.uuid(pack),
                                    to.offset(),
                                    to.length(),
                                    id,
                                    from.tier(),
                                    from.at().offset(),
                                    pack(from))
                            == 1;
        });
    }

    /** What lies in an archive by itself is to be sealed with others. A row that names nothing there any more is passed over. */
    private void gathers(Connection c, short tier, Location at) throws SQLException {
        if (at.pack() == null && archive.test(tier)) {
            Sql.update(
                    c,
                    "insert into gathered (tier_id, blob_id, bytes) values (?, ?, ?) on conflict (tier_id, blob_id) do update set since = now(), failures = 0, again = null, reason = null",
                    tier,
                    NewVersion.uuid(at.blob()),
                    at.length());
        }
    }

    /** In which tiers it lives, restored copies aside. */
    Set<Short> staying(BlobId blob) {
        return Set.copyOf(sql.list(
                row -> row.getShort(1),
                "select tier_id from location where blob_id = ? and state = 'l' and restored_until is null",
                NewVersion.uuid(blob)));
    }

    /** A restored copy stays from now on, as the policy wants one in its tier; false where there is none. */
    boolean keep(BlobId blob, short tier) {
        return sql.update(
                        "update location set restored_until = null where blob_id = ? and tier_id = ? and state = 'l' and restored_until is not null",
                        NewVersion.uuid(blob),
                        tier)
                == 1;
    }

    /** A restored copy ends at {@code until}, or later where that is said of it already; false where there is none. */
    boolean extend(BlobId blob, Instant until) {
        return sql.update(
                        "update location set restored_until = greatest(restored_until, ?) where blob_id = ? and state = 'l' and restored_until is not null",
                        until.atOffset(ZoneOffset.UTC),
                        NewVersion.uuid(blob))
                > 0;
    }

    /**
     * Retires copies, as long as one lives in each tier that is wanted, and says of the blob whether all that stay of it lie in archives. Their bytes go an
     * hour later; restored copies end by themselves.
     */
    int settle(BlobId blob, Collection<Short> wanted) {
        while (true) {
            int retired = sql.inTransaction(c -> attempt(c, NewVersion.uuid(blob), wanted));
            if (retired != UNLOCKED) {
                return retired;
            }
        }
    }

    private int attempt(Connection c, UUID blob, Collection<Short> wanted) throws SQLException {
        // Keys of objects are held before blobs, and only where what versions show of it may change.
        boolean before = archived(c, blob, "");
        boolean keys = before || wanted.stream().allMatch(archive);
        Set<StorageClasses.User> users = keys ? StorageClasses.users(c, blob) : Set.of();
        StorageClasses.lock(c, users);
        // Against another who retires at the same time what this one counts on.
        if (archived(c, blob, " for update") != before || keys && !users.containsAll(StorageClasses.users(c, blob))) {
            return UNLOCKED;
        }
        int retired = living(c, blob, wanted) < wanted.size()
                ? 0
                : Sql.update(
                        c,
                        "update location set state = 'r', retired_at = now(), claimed_until = null where blob_id = ? and state = 'l' and restored_until is null "
                                + "and not (tier_id = any (?))",
                        blob,
                        c.createArrayOf("smallint", wanted.toArray()));
        if (keys) {
            List<Short> places = Sql.list(
                    c,
                    row -> row.getShort(1),
                    "select tier_id from location where blob_id = ? and state in ('l', 'x') and restored_until is null",
                    blob);
            boolean now = !places.isEmpty() && places.stream().allMatch(archive);
            if (now != before) {
                Sql.update(c, "update blob set archived = ? where id = ?", now, blob);
                StorageClasses.refresh(c, users);
            }
        }
        return retired;
    }

    private static boolean archived(Connection c, UUID blob, String lock) throws SQLException {
        return Sql.list(c, row -> row.getBoolean(1), "select archived from blob where id = ?" + lock, blob)
                .contains(true);
    }

    /** Restored copies whose time is over, of blobs of which a copy stays. */
    int expire(int limit) {
        int ended = 0;
        for (UUID blob : sql.list(
                row -> row.getObject(1, UUID.class),
                // Asked for each by itself: as a join it would be one with all places that there are.
                "select l.blob_id from location l cross join lateral (select 1 from location o where o.blob_id = l.blob_id and o.state = 'l' and o.restored_until is null and "
                        + UNDAMAGED.formatted("o")
                        + " limit 1) stays where l.restored_until <= now() and l.state = 'l' order by l.restored_until limit ?",
                limit)) {
            ended += sql.inTransaction(c -> {
                Sql.list(c, row -> true, "select 1 from blob where id = ? for update", blob);
                return Sql.update(
                        c,
                        "update location l set state = 'r', retired_at = now(), claimed_until = null where l.blob_id = ? and l.state = 'l' and l.restored_until <= now() "
                                + "and exists (select 1 from location o where o.blob_id = l.blob_id and o.state = 'l' and o.restored_until is null and "
                                + UNDAMAGED.formatted("o") + ")",
                        blob);
            });
        }
        return ended;
    }

    /** Those of which no damage is known: one that waits for its repair is nothing to count on. */
    private static int living(Connection c, UUID blob, Collection<Short> tiers) throws SQLException {
        return Sql.list(
                        c,
                        row -> true,
                        "select 1 from location l where l.blob_id = ? and l.state = 'l' and l.restored_until is null and l.tier_id = any (?) and "
                                + UNDAMAGED.formatted("l"),
                        blob,
                        c.createArrayOf("smallint", tiers.toArray()))
                .size();
    }

    /** What was told to be damaged was read again, and is what was written. */
    void sound(Place place) {
        sql.update(
                "update damage set repaired = now(), reason = reason || '; sound when it was read again' where blob_id = ? and tier_id = ? and repaired is null",
                NewVersion.uuid(place.blob()),
                place.tier());
    }

    /** A damaged copy that nobody can write anew is not read any more, as long as another one lives. */
    void giveUp(Place damaged) {
        sql.inTransaction(c -> {
            UUID id = NewVersion.uuid(damaged.blob());
            Sql.list(c, row -> true, "select 1 from blob where id = ? for update", id);
            int retired = Sql.update(
                    c,
                    "update location l set state = 'r', retired_at = now(), claimed_until = null where l.blob_id = ? and l.tier_id = ? and l.state in ('l', 'x') and exists "
                            + "(select 1 from location o where o.blob_id = l.blob_id and o.tier_id <> l.tier_id and o.state = 'l' and o.restored_until is null and "
                            + UNDAMAGED.formatted("o") + ")",
                    id,
                    damaged.tier());
            return retired == 0
                    ? 0
                    : Sql.update(
                            c,
                            "update damage set repaired = now(), reason = reason || '; another copy is read instead' where blob_id = ? and tier_id = ? and repaired is null",
                            id,
                            damaged.tier());
        });
    }

    /** Whether nothing is open about that copy any more. */
    boolean repaired(Place place) {
        return sql.list(
                        row -> true,
                        "select 1 from damage where blob_id = ? and tier_id = ? and repaired is null",
                        NewVersion.uuid(place.blob()),
                        place.tier())
                .isEmpty();
    }

    /**
     * Marks a copy as damaged, if it was told to be, lies there still, and another one lives: it is not read any more. True where it is marked, by whomever.
     */
    boolean damaged(Place place) {
        return sql.inTransaction(c -> {
            UUID id = NewVersion.uuid(place.blob());
            Sql.list(c, row -> true, "select 1 from blob where id = ? for update", id);
            // A copy that was repaired lies where it lay before: only what is open says that this one is not yet.
            Sql.update(
                    c,
                    "update location l set state = 'x', claimed_until = null where l.blob_id = ? and l.tier_id = ? and l.state = 'l' and l.pos = ? "
                            + "and l.pack_id is not distinct from ?::uuid "
                            + "and exists (select 1 from damage d where d.blob_id = l.blob_id and d.tier_id = l.tier_id and d.repaired is null) "
                            + "and exists (select 1 from location o where o.blob_id = l.blob_id and o.tier_id <> l.tier_id and o.state = 'l')",
                    id,
                    place.tier(),
                    place.at().offset(),
                    pack(place));
            return !Sql.list(
                            c,
                            row -> true,
                            "select 1 from location where blob_id = ? and tier_id = ? and state = 'x'",
                            id,
                            place.tier())
                    .isEmpty();
        });
    }

    private static @Nullable UUID pack(Place place) {
        BlobId pack = place.at().pack();
        return pack == null ? null : NewVersion.uuid(pack);
    }
}
