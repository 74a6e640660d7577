package gedeon.storage.lifecycle.tiering;

import gedeon.storage.BlobId;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.Versions;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes what lives in packs with many holes into new ones; the old ones go once nothing names them and their readers had time to end. A record that no row
 * names is a hole: of a blob that was collected or moved, or of a write that was never committed.
 */
final class CompactionRound implements Round {
    private static final Duration EVERY = Duration.ofDays(1);

    private final Sql sql;
    private final Packed packed;
    private final Placing placing;
    private final short tier;
    private final List<Packed.Pack> holed;

    /** @param holes share of a pack from which on it is worth it */
    CompactionRound(Sql sql, Packed packed, Placing placing, short tier, double holes) {
        this.sql = sql;
        this.packed = packed;
        this.placing = placing;
        this.tier = tier;
        this.holed = holed(holes);
    }

    /** One read of all places of the tier, once a round. */
    private List<Packed.Pack> holed(double holes) {
        Map<UUID, Long> living = new HashMap<>();
        sql.list(
                row -> living.put(row.getObject(1, UUID.class), row.getLong(2)) == null,
                "select pack_id, sum(length)::bigint from location where tier_id = ? and pack_id is not null and state = 'l' group by pack_id",
                tier);
        try {
            return packed.sealed().stream()
                    .filter(pack -> living.getOrDefault(NewVersion.uuid(pack.id()), 0L) < pack.size() * (1 - holes))
                    .sorted(java.util.Comparator.comparing(pack -> pack.id().toString()))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public long blobs() {
        return holed.size();
    }

    @Override
    public Stretch after(BlobId last, int limit) {
        List<Packed.Pack> next = holed.stream()
                .filter(pack -> pack.id().toString().compareTo(last.toString()) > 0)
                .limit(1)
                .toList();
        return next.isEmpty()
                ? new Stretch(List.of(), null, 0)
                : new Stretch(
                        List.of(new Emptying(next.getFirst())), next.getFirst().id(), 1);
    }

    @Override
    public Next ended(long failed) {
        return new Next.Again(failed == 0 ? EVERY : Duration.ofMinutes(10));
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
        public long look(Copying.Pace pace) throws IOException, InterruptedException {
            UUID[] blobs = packed.in(pack.id()).stream()
                    .map(NewVersion::uuid)
                    .distinct()
                    .toArray(UUID[]::new);
            long moved = 0;
            for (Place place : places(blobs, "and state = 'l'")) {
                moved += placing.rewrite(place, pace);
            }
            if (places(blobs, "").isEmpty()) {
                sql.update(
                        "insert into retired_pack (tier_id, pack_id) values (?, ?) on conflict do nothing",
                        tier,
                        NewVersion.uuid(pack.id()));
            }
            return moved;
        }

        private List<Place> places(UUID[] blobs, String which) {
            return sql.list(
                    Versions::place,
                    "select l.* from unnest(?::uuid[]) as t (id) cross join lateral (select blob_id, tier_id, pack_id, pos, length from location "
                            + "where blob_id = t.id and tier_id = ? and pack_id = ? " + which + ") l",
                    blobs,
                    tier,
                    NewVersion.uuid(pack.id()));
        }
    }

    /** Packs that were retired a while ago and are named by nothing still. */
    static void removeRetired(Sql sql, short tier, Packed packed, Duration grace) throws IOException {
        for (UUID pack : sql.list(
                row -> row.getObject(1, UUID.class),
                "select pack_id from retired_pack where tier_id = ? and retired_at < now() - ? * interval '1 millisecond'",
                tier,
                grace.toMillis())) {
            packed.remove(new BlobId(pack.getMostSignificantBits(), pack.getLeastSignificantBits()));
            sql.update("delete from retired_pack where tier_id = ? and pack_id = ?", tier, pack);
        }
    }
}
