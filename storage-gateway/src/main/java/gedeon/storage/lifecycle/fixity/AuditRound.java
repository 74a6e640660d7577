package gedeon.storage.lifecycle.fixity;

import gedeon.storage.BlobId;
import gedeon.storage.lifecycle.jobs.Loads;
import gedeon.storage.lifecycle.jobs.Pace;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.Versions;
import gedeon.storage.objects.Copies;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Rest;
import gedeon.storage.tier.Shelves;
import gedeon.storage.tier.Tier;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Compares a tier with the rows that speak of it, both ways. First its shelves: what nothing has named for a day is put aside, never deleted. Then the rows:
 * what is not there, or not of its size, is damage. Shelves stand before all blobs in the order of ids: their numbers are ids that no blob has.
 */
public final class AuditRound implements Round {
    private static final Duration KNOWN_AFTER = Duration.ofHours(24);

    private final Sql sql;
    private final Tier tier;
    private final short id;
    private final Copies.Damages damages;
    private final Loads loads;
    private final Optional<Shelves> shelves;
    private final Instant before;

    public AuditRound(Sql sql, Tier tier, short id, Copies.Damages damages) {
        this.sql = sql;
        this.tier = tier;
        this.id = id;
        this.damages = damages;
        this.loads = new Loads(sql);
        this.shelves = tier.shelves();
        Instant now = sql.one(row -> row.getObject(1, OffsetDateTime.class), "select now()")
                .orElseThrow()
                .toInstant();
        this.before = now.minus(KNOWN_AFTER);
    }

    @Override
    public boolean ofOneTier() {
        return true;
    }

    private int shelfCount() {
        return shelves.map(Shelves::count).orElse(0);
    }

    @Override
    public BlobId first() {
        return new BlobId(0, 0);
    }

    /** Shelves count as well: each is looked at. */
    @Override
    public long blobs() {
        return shelfCount() + loads.of(id).blobs();
    }

    @Override
    public Stretch after(BlobId last, int limit) {
        if (last.high() == 0 && last.low() < shelfCount()) {
            int from = (int) last.low();
            int to = Math.min(shelfCount(), from + limit);
            List<Look> looks = new ArrayList<>();
            for (int shelf = from; shelf < to; shelf++) {
                looks.add(new Shelf(shelves.orElseThrow(), shelf));
            }
            return new Stretch(looks, new BlobId(0, to), to - from);
        }
        List<Place> places = sql.list(
                Versions::place,
                "select blob_id, tier_id, pack_id, pos, length from location where blob_id > ? and tier_id = ? and state = 'l' order by blob_id limit ?",
                NewVersion.uuid(last),
                id,
                limit);
        return places.isEmpty()
                ? new Stretch(List.of(), null, 0)
                : new Stretch(
                        places.stream().map(Row::new).map(Look.class::cast).toList(),
                        places.getLast().blob(),
                        places.size());
    }

    @Override
    public Next ended(StorageJob job) {
        return job.failed() == 0 ? new Next.Finished() : new Next.Again(Duration.ofMinutes(10));
    }

    private final class Shelf implements Look {
        private final Shelves shelves;
        private final int shelf;

        Shelf(Shelves shelves, int shelf) {
            this.shelves = shelves;
            this.shelf = shelf;
        }

        @Override
        public BlobId blob() {
            // Behind which the next begins.
            return new BlobId(0, shelf + 1L);
        }

        @Override
        public void look(Pace pace) throws IOException {
            List<Rest> old = shelves.on(shelf).stream()
                    .filter(rest -> rest.changed().isBefore(before))
                    .toList();
            if (old.isEmpty()) {
                return;
            }
            Set<UUID> named = new HashSet<>(sql.list(
                    row -> row.getObject(1, UUID.class),
                    "select t.id from unnest(?::uuid[]) as t (id) where exists (select 1 from location l where l.blob_id = t.id and l.tier_id = ? and l.pack_id is null and l.state <> 'a')",
                    old.stream().map(rest -> NewVersion.uuid(rest.blob())).toArray(UUID[]::new),
                    id));
            for (Rest rest : old) {
                if (!named.contains(NewVersion.uuid(rest.blob()))) {
                    putAside(rest);
                }
            }
        }

        /** Under a row of its own, so that no copy of the blob begins here meanwhile: it would take the bytes that lie here for its own. */
        private void putAside(Rest rest) throws IOException {
            UUID blob = NewVersion.uuid(rest.blob());
            boolean held = sql.update(
                            "insert into location as l (blob_id, tier_id, pos, length, state, claimed_until) values (?, ?, 0, 0, 'a', now() + interval '10 minutes') "
                                    + "on conflict (blob_id, tier_id) do update set claimed_until = excluded.claimed_until where l.state = 'a'",
                            blob,
                            id)
                    == 1;
            if (held) {
                shelves.setAside(rest);
                sql.update(
                        "insert into lost_and_found (tier_id, blob_id, changed) values (?, ?, ?) on conflict do nothing",
                        id,
                        blob,
                        rest.changed().atOffset(ZoneOffset.UTC));
                sql.update("delete from location where blob_id = ? and tier_id = ? and state = 'a'", blob, id);
            }
        }
    }

    private final class Row implements Look {
        private final Place place;

        Row(Place place) {
            this.place = place;
        }

        @Override
        public BlobId blob() {
            return place.blob();
        }

        @Override
        public void look(Pace pace) throws IOException {
            if (!tier.holds(place.at())) {
                damages.found(place, new NoSuchFileException("its bytes are not there, or not all of them"));
            }
        }
    }
}
