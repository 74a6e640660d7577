package gedeon.storage.lifecycle.fixity;

import gedeon.storage.BlobId;
import gedeon.storage.lifecycle.jobs.Loads;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.objects.Copies;
import gedeon.storage.objects.Pace;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Rest;
import gedeon.storage.tier.Shelves;
import gedeon.storage.tier.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares a tier with the rows that speak of it, both ways. First its shelves and packs: what a version or a part names and no row of places does gets its row
 * again ({@link FoundAgain}), what nothing has named for a day is put aside, never deleted. Then the rows: what is not there, or not of its size, is damage.
 * Shelves stand before all blobs in the order of ids, packs behind them: their numbers are ids that no blob has. Rows follow in the order of {@link PlaceWalk}.
 *
 * <p>As long as a tier was not looked through since the namespace was made again without it, nothing is put aside in any: its journal may name what no row does.
 */
public final class AuditRound implements Round {
    private static final Logger LOG = LoggerFactory.getLogger(AuditRound.class);
    private static final Duration KNOWN_AFTER = Duration.ofHours(24);

    /** The upper half of what stands for a pack: a blob of then would be of 1970. */
    private static final long PACKS = 1;

    private static final int PACKS_AT_ONCE = 8;
    private static final int RECORDS_AT_ONCE = 1000;

    private final Sql sql;
    private final Tier tier;
    private final short id;
    private final Copies.Damages damages;
    private final Loads loads;
    private final PlaceWalk walk;
    private final Optional<Shelves> shelves;
    private final Optional<Packed> packed;
    private final FoundAgain again;
    private final boolean unseen;
    private final boolean nothingAside;
    private final Instant before;
    private final AtomicLong given = new AtomicLong();
    private @Nullable List<BlobId> packs;

    /** @param archive whether the tier is read after a restore only */
    public AuditRound(Sql sql, Tier tier, short id, boolean archive, Copies.Damages damages) {
        this.sql = sql;
        this.tier = tier;
        this.id = id;
        this.damages = damages;
        this.loads = new Loads(sql);
        this.walk = new PlaceWalk(sql, id, archive);
        this.shelves = tier.shelves();
        this.packed = tier.packed();
        this.again = new FoundAgain(sql, tier, id, archive);
        List<Short> all = sql.list(row -> row.getShort(1), "select id from tier where unseen");
        this.unseen = all.contains(id);
        this.nothingAside = !all.isEmpty();
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
        return after(new At(null, last), limit);
    }

    @Override
    public Stretch after(At at, int limit) {
        BlobId last = at.blob();
        if (at.pack() == null && last.high() <= PACKS) {
            Optional<Stretch> before = beforeRows(last, limit);
            if (before.isPresent()) {
                return before.get();
            }
        }
        return walk.after(at, limit).stretch(Row::new);
    }

    private Optional<Stretch> beforeRows(BlobId last, int limit) {
        if (last.high() == 0 && last.low() < shelfCount()) {
            int from = (int) last.low();
            int to = Math.min(shelfCount(), from + limit);
            List<Look> looks = new ArrayList<>();
            for (int shelf = from; shelf < to; shelf++) {
                looks.add(new Shelf(shelves.orElseThrow(), shelf));
            }
            return Optional.of(new Stretch(looks, new BlobId(0, to), to - from));
        }
        List<BlobId> next = packsAfter(last);
        return next.isEmpty()
                ? Optional.empty()
                : Optional.of(new Stretch(
                        next.stream().map(Pack::new).map(Look.class::cast).toList(),
                        new BlobId(PACKS, next.getLast().high()),
                        0));
    }

    /** Packs are named as blobs are, with the time in front: by that they follow one another, also for another process that goes on. */
    private List<BlobId> packsAfter(BlobId last) {
        long after = last.high() == PACKS ? last.low() : 0;
        return packs().stream()
                .filter(pack -> pack.high() > after)
                .sorted(Comparator.comparingLong(BlobId::high))
                .limit(PACKS_AT_ONCE)
                .toList();
    }

    private List<BlobId> packs() {
        List<BlobId> known = packs;
        if (known == null) {
            try {
                known = packed.isPresent() ? packed.get().ids() : List.of();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            packs = known;
        }
        return known;
    }

    @Override
    public Next ended(StorageJob job) {
        if (given.get() > 0) {
            LOG.info("{} blobs of tier {} have their rows again", given, id);
        }
        finishAside();
        if (job.failed() > 0) {
            return new Next.Again(Duration.ofMinutes(10));
        }
        sql.update("update tier set unseen = false where id = ? and unseen", id);
        return new Next.Finished();
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
            List<Rest> all = shelves.on(shelf);
            if (all.isEmpty()) {
                if (unseen) {
                    // An empty folder may be one whose disk is not there: that is not to have looked.
                    tier.requireThere();
                }
                return;
            }
            Set<UUID> named = new HashSet<>(sql.list(
                    row -> row.getObject(1, UUID.class),
                    "select t.id from unnest(?::uuid[]) as t (id) where exists (select 1 from location l where l.blob_id = t.id and l.tier_id = ? and l.pack_id is null and l.state <> 'a')",
                    all.stream().map(rest -> NewVersion.uuid(rest.blob())).toArray(UUID[]::new),
                    id));
            List<Rest> unnamed = all.stream()
                    .filter(rest -> !named.contains(NewVersion.uuid(rest.blob())))
                    .toList();
            if (unnamed.isEmpty()) {
                return;
            }
            Set<BlobId> missing =
                    again.missingHere(unnamed.stream().map(Rest::blob).toList());
            for (Rest rest : unnamed) {
                if (missing.contains(rest.blob())) {
                    giveBack(rest.blob());
                } else if (!nothingAside && rest.changed().isBefore(before)) {
                    putAside(shelves, rest);
                }
            }
        }

        /** What has no header that holds stays where it is: somebody misses it. */
        private void giveBack(BlobId blob) throws IOException {
            Optional<Holdings.Held> held = shelves.held(blob);
            if (held.isPresent()) {
                if (again.give(held.get())) {
                    given.incrementAndGet();
                }
            } else {
                LOG.warn("blob {} in tier {} is named, and has no header that holds", blob, id);
            }
        }
    }

    /**
     * Under a row of its own, so that no copy of the blob begins here meanwhile: it would take the bytes that lie here for its own. That it is put aside is
     * written down before it is: who is killed in between leaves a row too many, never bytes that nobody knows of.
     */
    private void putAside(Shelves from, Rest rest) throws IOException {
        UUID blob = NewVersion.uuid(rest.blob());
        boolean held = sql.inTransaction(c -> {
            boolean claimed = Sql.update(
                            c,
                            "insert into location as l (blob_id, tier_id, pos, length, state, claimed_until) values (?, ?, 0, 0, 'a', now() + interval '10 minutes') "
                                    + "on conflict (blob_id, tier_id) do update set claimed_until = excluded.claimed_until "
                                    + "where l.state = 'a' and (l.claimed_until is null or l.claimed_until < now())",
                            blob,
                            id)
                    == 1;
            if (claimed) {
                Sql.update(
                        c,
                        "insert into lost_and_found (tier_id, blob_id, changed) values (?, ?, ?) on conflict do nothing",
                        id,
                        blob,
                        rest.changed().atOffset(ZoneOffset.UTC));
            }
            return claimed;
        });
        if (held) {
            try {
                from.setAside(rest);
            } catch (NoSuchFileException e) {
                // By who was killed before he could say so.
                LOG.debug("blob {} of tier {} was put aside before", rest.blob(), id);
            }
            sql.update("delete from location where blob_id = ? and tier_id = ? and state = 'a'", blob, id);
        }
    }

    /** Goes on where somebody was killed who put something aside. */
    private void finishAside() {
        if (shelves.isEmpty() || nothingAside) {
            return;
        }
        for (UUID left : sql.list(
                row -> row.getObject(1, UUID.class),
                "select blob_id from location where state = 'a' and tier_id = ? and claimed_until < now()",
                id)) {
            try {
                putAside(
                        shelves.get(),
                        new Rest(
                                new BlobId(left.getMostSignificantBits(), left.getLeastSignificantBits()),
                                null,
                                before));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Of a tier that nobody looked through since, whatever is named lies there again; else a record may be what is left of one that was moved away. */
    private final class Pack implements Look {
        private final BlobId pack;

        Pack(BlobId pack) {
            this.pack = pack;
        }

        @Override
        public BlobId blob() {
            // Behind which the next begins.
            return new BlobId(PACKS, pack.high());
        }

        @Override
        public void look(Pace pace) throws IOException, InterruptedException {
            List<Holdings.Held> page = new ArrayList<>();
            packed.orElseThrow().each(pack, held -> {
                page.add(held);
                if (page.size() == RECORDS_AT_ONCE) {
                    give(page);
                    page.clear();
                }
            });
            give(page);
            pace.passed(0);
        }

        private void give(List<Holdings.Held> page) throws IOException {
            List<BlobId> blobs = page.stream().map(held -> held.at().blob()).toList();
            Set<BlobId> missing = unseen ? again.missingHere(blobs) : again.missingEverywhere(blobs);
            for (Holdings.Held held : page) {
                if (missing.contains(held.at().blob()) && again.give(held)) {
                    given.incrementAndGet();
                }
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
        public @Nullable BlobId pack() {
            return walk.pack(place);
        }

        @Override
        public void look(Pace pace) throws IOException {
            if (!tier.holds(place.at())) {
                damages.found(place, new NoSuchFileException("its bytes are not there, or not all of them"));
            }
        }
    }
}
