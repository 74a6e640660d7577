package gedeon.storage.lifecycle.tiering;

import gedeon.storage.BlobId;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.Versions;
import gedeon.storage.objects.Pace;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes what lives in packs with many holes into new ones; the old ones go once nothing names them and their readers had time to end. A record that no row
 * names is a hole: of a blob that was collected or moved, or of a write that was never committed.
 */
public final class CompactionRound implements Round {
    private static final Duration EVERY = Duration.ofDays(1);
    private static final int ASKED = 5000;

    private final Sql sql;
    private final Packed packed;
    private final Placing placing;
    private final short tier;
    private final double holes;

    /** @param holes share of a pack from which on it is worth it, unless the tier says otherwise */
    public CompactionRound(Sql sql, Packed packed, Placing placing, short tier, double holes) {
        this.sql = sql;
        this.packed = packed;
        this.placing = placing;
        this.tier = tier;
        this.holes = packed.holes().orElse(holes);
    }

    /** Nobody has looked yet what of a tier is named that was away when the namespace was made again: it would all be holes. */
    private static boolean unseen(Sql sql, short tier) {
        return sql.one(row -> true, "select 1 from tier where id = ? and unseen", tier)
                .isPresent();
    }

    /**
     * Looks for packs with holes, and notes them for whoever takes the round up: by one read of all places of the tier, once a round, which know payloads alone. A
     * look at the pack itself is exact.
     */
    @Override
    public long blobs() {
        List<Packed.Pack> holed = unseen(sql, tier) ? List.of() : holed();
        return sql.inTransaction(c -> {
            Sql.update(c, "delete from holed_pack where tier_id = ?", tier);
            return Sql.update(
                    c,
                    "insert into holed_pack (tier_id, pack_id, bytes) select ?, p.* from unnest(?::uuid[], ?::bigint[]) p on conflict do nothing",
                    tier,
                    holed.stream().map(pack -> NewVersion.uuid(pack.id())).toArray(UUID[]::new),
                    holed.stream().map(Packed.Pack::size).toArray(Long[]::new));
        });
    }

    private List<Packed.Pack> holed() {
        Map<UUID, Long> living = new HashMap<>();
        sql.list(
                row -> living.put(row.getObject(1, UUID.class), row.getLong(2)) == null,
                "select pack_id, sum(length + ?)::bigint from location where tier_id = ? and pack_id is not null and state = 'l' group by pack_id",
                Packed.AROUND,
                tier);
        Set<UUID> busy = Set.copyOf(sql.list(
                row -> row.getObject(1, UUID.class), "select id from batch where tier_id = ? and state <> 'l'", tier));
        try {
            return packed.sealed(sizes()).stream()
                    .filter(pack -> !busy.contains(NewVersion.uuid(pack.id())))
                    .filter(pack -> hasHoles(pack, living.getOrDefault(NewVersion.uuid(pack.id()), 0L)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of batches as they were sealed. */
    private Map<BlobId, Long> sizes() {
        Map<BlobId, Long> sizes = new HashMap<>();
        sql.list(
                row -> {
                    UUID id = row.getObject(1, UUID.class);
                    return sizes.put(
                                    new BlobId(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                                    row.getLong(2))
                            == null;
                },
                "select id, bytes + blobs::bigint * ? from batch where tier_id = ? and state = 'l' and blobs > 0",
                Packed.AROUND,
                tier);
        return sizes;
    }

    private boolean hasHoles(Packed.Pack pack, long living) {
        return living < pack.size() * (1 - holes);
    }

    @Override
    public boolean ofOneTier() {
        return true;
    }

    @Override
    public Stretch after(BlobId last, int limit) {
        List<Packed.Pack> next = sql.list(
                row -> {
                    UUID id = row.getObject(1, UUID.class);
                    return new Packed.Pack(
                            new BlobId(id.getMostSignificantBits(), id.getLeastSignificantBits()), row.getLong(2));
                },
                "select pack_id, bytes from holed_pack where tier_id = ? and pack_id > ? order by pack_id limit 1",
                tier,
                NewVersion.uuid(last));
        return next.isEmpty()
                ? new Stretch(List.of(), null, 0)
                : new Stretch(
                        List.of(new Emptying(next.getFirst())), next.getFirst().id(), 1);
    }

    @Override
    public Next ended(StorageJob job) {
        return new Next.Again(job.failed() == 0 ? EVERY : Duration.ofMinutes(10));
    }

    private final class Emptying implements Look {
        private final Packed.Pack pack;

        Emptying(Packed.Pack pack) {
            this.pack = pack;
        }

        @Override
        public BlobId blob() {
            return pack.id();
        }

        @Override
        public void look(Pace pace) throws IOException, InterruptedException {
            List<Packed.Record> records = packed.in(pack.id());
            UUID[] blobs = ids(records);
            List<Place> living = places(sql, tier, pack.id(), blobs, "and state = 'l'");
            Set<BlobId> alive = living.stream().map(Place::blob).collect(Collectors.toSet());
            if (!hasHoles(pack, living(records, alive))) {
                return;
            }
            for (Place place : living) {
                placing.rewrite(place, pace);
            }
            if (places(sql, tier, pack.id(), blobs, "").isEmpty()) {
                requireDispensable(blobs);
                sql.update(
                        "insert into retired_pack (tier_id, pack_id) values (?, ?) on conflict do nothing",
                        tier,
                        NewVersion.uuid(pack.id()));
            }
        }
    }

    /** A pack is not removed with the only bytes of what a version or a part names, whatever rows are lacking. */
    private void requireDispensable(UUID[] blobs) throws IOException {
        for (int from = 0; from < blobs.length; from += ASKED) {
            Optional<UUID> lost = sql.one(
                    row -> row.getObject(1, UUID.class),
                    "select t.id from unnest(?::uuid[]) as t (id) where (exists (select 1 from version v where v.blob_id = t.id) "
                            + "or exists (select 1 from part p where p.blob_id = t.id)) "
                            + "and not exists (select 1 from location l where l.blob_id = t.id and l.state not in ('a', 'r')) limit 1",
                    (Object) Arrays.copyOfRange(blobs, from, Math.min(blobs.length, from + ASKED)));
            if (lost.isPresent()) {
                throw new IOException("blob " + lost.get()
                        + " is named by a version, lies in this pack, and no row says so; audit the tier");
            }
        }
    }

    private static long living(List<Packed.Record> records, Set<BlobId> alive) {
        return records.stream()
                .filter(record -> alive.contains(record.blob()))
                .mapToLong(Packed.Record::size)
                .sum();
    }

    private static UUID[] ids(List<Packed.Record> records) {
        return records.stream()
                .map(record -> NewVersion.uuid(record.blob()))
                .distinct()
                .toArray(UUID[]::new);
    }

    /** What rows of any, or of that, state name of these blobs in the pack; asked for some thousands at a time. */
    private static List<Place> places(Sql sql, short tier, BlobId pack, UUID[] blobs, String which) {
        List<Place> places = new ArrayList<>();
        for (int from = 0; from < blobs.length; from += ASKED) {
            places.addAll(sql.list(
                    Versions::place,
                    "select l.* from unnest(?::uuid[]) as t (id) cross join lateral (select blob_id, tier_id, pack_id, pos, length from location "
                            + "where blob_id = t.id and tier_id = ? and pack_id = ? " + which + ") l",
                    Arrays.copyOfRange(blobs, from, Math.min(blobs.length, from + ASKED)),
                    tier,
                    NewVersion.uuid(pack)));
        }
        return places;
    }

    /**
     * Packs that were retired a while ago go, unless something names them after all: a write that was committed long after its record, which is looked after
     * by the next round.
     */
    public static void removeRetired(Sql sql, short tier, Packed packed, Duration grace) throws IOException {
        for (UUID id : sql.list(
                row -> row.getObject(1, UUID.class),
                "select pack_id from retired_pack where exists (select 1 from tier t where t.id = tier_id and not t.unseen) and tier_id = ? and retired_at < now() - ? * interval '1 millisecond'",
                tier,
                grace.toMillis())) {
            BlobId pack = new BlobId(id.getMostSignificantBits(), id.getLeastSignificantBits());
            if (unnamed(sql, tier, packed, pack)) {
                packed.remove(pack);
            }
            sql.update("delete from retired_pack where tier_id = ? and pack_id = ?", tier, id);
        }
    }

    private static boolean unnamed(Sql sql, short tier, Packed packed, BlobId pack) throws IOException {
        try {
            return places(sql, tier, pack, ids(packed.in(pack)), "").isEmpty();
        } catch (NoSuchFileException e) {
            // Removed before its row: by one who was killed in between.
            return false;
        }
    }
}
