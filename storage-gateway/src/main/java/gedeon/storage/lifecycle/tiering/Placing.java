package gedeon.storage.lifecycle.tiering;

import gedeon.storage.BlobId;
import gedeon.storage.objects.Copies;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.TierBroken;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings one blob to where it is wanted: copy, read back, switch, and only then away from where it was. Ended at any moment it leaves every copy that was
 * acknowledged, and a beginning that the next attempt takes up.
 */
public final class Placing {
    private final Tiers tiers;
    private final Copies copies;
    private final Copying copying;
    private final PlaceRows rows;
    private final Duration claim;

    /** @param claim how long the beginning of a copy is its process's, unless it says so again */
    public Placing(Sql sql, Tiers tiers, Copies copies, Copying copying, Duration claim) {
        this.claim = claim;
        this.tiers = tiers;
        this.copies = copies;
        this.copying = copying;
        this.rows = new PlaceRows(sql, claim);
    }

    /**
     * @param known one of its places
     * @param wanted ids of tiers; at least one
     * @return bytes that were copied; 0 where it lay there already, or somebody else is at it
     * @throws IOException where a copy failed: nothing was taken away from where it was
     */
    public long bring(Place known, Set<Short> wanted, Copying.Pace pace) throws IOException, InterruptedException {
        List<Place> living = copies.of(known);
        Set<Short> there = living.stream().map(Place::tier).collect(Collectors.toSet());
        long copied = 0;
        for (short tier : wanted) {
            if (!there.contains(tier) && copy(living, known.blob(), tier, pace)) {
                copied += known.at().length();
            }
        }
        if (!wanted.containsAll(there)) {
            rows.retire(known.blob(), wanted);
        }
        return copied;
    }

    /**
     * Writes a copy anew in the same tier, read back before it takes the place of the old one, whose bytes stay where they are.
     *
     * @return bytes; 0 where it had moved meanwhile
     */
    long rewrite(Place place, Copying.Pace pace) throws IOException, InterruptedException {
        Location made = copying.copy(place, place.tier(), pace);
        if (rows.moved(place, made)) {
            return made.length();
        }
        tiers.of(place.tier()).delete(made);
        return 0;
    }

    /**
     * Writes a copy that was told to be damaged anew from another one, unless it is sound when it is read again.
     *
     * @return whether nothing is wrong with it any more; false where there is no other, or somebody else is at it
     */
    public boolean repair(Place damaged, Copying.Pace pace) throws IOException, InterruptedException {
        if (isSound(damaged, pace)) {
            rows.sound(damaged);
            return true;
        }
        return rows.damaged(damaged) && copy(copies.of(damaged), damaged.blob(), damaged.tier(), pace)
                || rows.repaired(damaged);
    }

    private boolean isSound(Place place, Copying.Pace pace) throws IOException, InterruptedException {
        try {
            copying.verify(tiers.of(place.tier()), place.at(), pace);
            return true;
        } catch (DamagedBlock | NoSuchFileException e) {
            return false;
        }
    }

    private boolean copy(List<Place> sources, BlobId blob, short tier, Copying.Pace pace)
            throws IOException, InterruptedException {
        Optional<PlaceRows.Claimed> claimed = rows.claim(blob, tier);
        if (claimed.isEmpty()) {
            return false;
        }
        Renewing renewing = new Renewing(claimed.get(), pace);
        boolean live = false;
        try {
            if (claimed.get().damaged()) {
                tiers.of(tier).delete(claimed.get().before().at());
            }
            Location made = fromOneOf(sources, tier, renewing);
            live = rows.live(renewing.claimed, made);
            return live;
        } finally {
            if (!live) {
                rows.giveUp(renewing.claimed);
            }
        }
    }

    private Location fromOneOf(Collection<Place> sources, short tier, Copying.Pace pace)
            throws IOException, InterruptedException {
        IOException failed = null;
        for (Place source : sources) {
            try {
                return copying.copy(source, tier, pace);
            } catch (DamagedBlock | NoSuchFileException | TierOffline | TierBroken e) {
                failed = e;
            }
        }
        throw failed == null ? new IOException("no copy is left to copy from") : failed;
    }

    /** A long copy says now and then that it lives; one that was taken for dead stops, and another's is left alone. */
    private final class Renewing implements Copying.Pace {
        private final Copying.Pace pace;
        private PlaceRows.Claimed claimed;
        private long last = System.nanoTime();

        Renewing(PlaceRows.Claimed claimed, Copying.Pace pace) {
            this.claimed = claimed;
            this.pace = pace;
        }

        @Override
        public void passed(int bytes) throws IOException, InterruptedException {
            pace.passed(bytes);
            if (System.nanoTime() - last > claim.toNanos() / 5) {
                last = System.nanoTime();
                claimed = rows.renew(claimed)
                        .orElseThrow(() -> new IOException("the copy of blob "
                                + claimed.before().blob() + " took so long that another may have begun it"));
            }
        }
    }
}
