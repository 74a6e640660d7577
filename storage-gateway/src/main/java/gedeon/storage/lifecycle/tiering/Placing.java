package gedeon.storage.lifecycle.tiering;

import gedeon.storage.BlobId;
import gedeon.storage.objects.Copies;
import gedeon.storage.objects.Pace;
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
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        this.rows = new PlaceRows(sql, claim, this::archive);
    }

    private boolean archive(short tier) {
        return tiers.recall(tier).isPresent();
    }

    /**
     * @param known one of its places
     * @param wanted ids of tiers; at least one
     * @throws DestinationAway where a tier takes nothing now
     * @throws IOException where a copy failed: nothing was taken away from where it was
     */
    void bring(Place known, Set<Short> wanted, Pace pace) throws IOException, InterruptedException {
        List<Place> living = copies.of(known);
        Set<Short> there = rows.staying(known.blob());
        for (short tier : wanted) {
            if (!there.contains(tier) && !rows.keep(known.blob(), tier)) {
                requireTaking(tier);
                copy(living, known.blob(), tier, null, pace);
            }
        }
        if (!wanted.containsAll(there)
                || Stream.concat(there.stream(), wanted.stream()).anyMatch(this::archive)) {
            rows.settle(known.blob(), wanted);
        }
    }

    /** Before any row says that a copy begins. Whatever wanted it there knew nothing of that yet. What is damaged there is written anew all the same. */
    private void requireTaking(short tier) throws DestinationAway {
        if (tiers.draining(tier)) {
            throw new DestinationAway(tier, new IOException("tier " + tier + " is being emptied and gets nothing new"));
        }
        try {
            tiers.of(tier);
        } catch (TierOffline e) {
            throw new DestinationAway(tier, e);
        }
    }

    /**
     * Brings a copy of what lies in an archive into a tier for a while; where one is there already, that one ends later.
     *
     * @param known one of its places
     * @return false where somebody else is at it, or the blob is going
     */
    public boolean lend(Place known, short tier, Instant until, Pace pace) throws IOException, InterruptedException {
        if (rows.extend(known.blob(), until)) {
            return true;
        }
        requireTaking(tier);
        List<Place> living = copies.of(known);
        return living.stream().anyMatch(place -> !archive(place.tier()))
                || copy(living, known.blob(), tier, until, pace);
    }

    /** Ends restored copies whose time is over; their bytes go an hour later. Returns how many. */
    public int expire(int limit) {
        return rows.expire(limit);
    }

    /** Writes a copy anew in the same tier, read back before it takes the place of the old one, whose bytes stay where they are. */
    void rewrite(Place place, Pace pace) throws IOException, InterruptedException {
        Location made = copying.copy(place, place.tier(), pace);
        if (!rows.moved(place, made)) {
            tiers.of(place.tier()).delete(made);
        }
    }

    /**
     * Writes a copy that was told to be damaged anew from another one, unless it is sound when it is read again. Nothing of it goes away before another one
     * was read whole: what two damaged copies still hold together, stays.
     *
     * @return whether nothing is wrong with it any more; false where there is no sound one, or somebody else is at it
     * @throws TierOffline where its tier cannot be read now
     */
    public boolean repair(Place damaged, Pace pace) throws IOException, InterruptedException {
        if (isSound(damaged, pace)) {
            rows.sound(damaged);
            return true;
        }
        Optional<Place> sound = soundOf(
                copies.of(damaged).stream()
                        .filter(copy -> copy.tier() != damaged.tier())
                        .toList(),
                pace);
        if (sound.isPresent() && tiers.readOnly(damaged.tier())) {
            rows.giveUp(damaged);
            return true;
        }
        return sound.isPresent()
                        && rows.damaged(damaged)
                        && copy(List.of(sound.get()), damaged.blob(), damaged.tier(), null, pace)
                || rows.repaired(damaged);
    }

    private boolean isSound(Place place, Pace pace) throws IOException, InterruptedException {
        try {
            copying.verify(tiers.of(place.tier()), place.at(), pace);
            return true;
        } catch (DamagedBlock | NoSuchFileException e) {
            return false;
        }
    }

    /** The first that can be read whole; what is damaged among them is told. */
    private Optional<Place> soundOf(List<Place> places, Pace pace) throws IOException, InterruptedException {
        for (Place place : places) {
            try {
                if (isSound(place, pace)) {
                    return Optional.of(place);
                }
                copies.damaged(
                        place, new IOException("not what was written, where another copy was to be repaired from it"));
            } catch (TierOffline | TierBroken e) {
                continue;
            }
        }
        return Optional.empty();
    }

    /**
     * False where it lies there already, somebody else is at it, or the blob is going.
     *
     * @param until when a restored copy ends; null for one that stays
     */
    private boolean copy(List<Place> sources, BlobId blob, short tier, @Nullable Instant until, Pace pace)
            throws IOException, InterruptedException {
        Optional<PlaceRows.Claimed> claimed = rows.claim(blob, tier);
        if (claimed.isEmpty()) {
            return false;
        }
        Renewing renewing = new Renewing(claimed.get(), pace);
        boolean live = false;
        try {
            List<Place> from = sources;
            if (claimed.get().damaged()) {
                from = soundOf(sources, renewing).map(List::of).orElse(List.of());
                if (from.isEmpty()) {
                    throw new IOException("no sound copy of blob " + blob + " is left to repair from");
                }
                tiers.of(tier).delete(claimed.get().before().at());
            }
            Location made = fromOneOf(from, tier, renewing);
            live = rows.live(renewing.claimed, made, until);
            if (!live && rows.gone(blob)) {
                // Nothing names it any more, and nothing of it is to be found again.
                tiers.of(tier).delete(made);
            }
            return live;
        } finally {
            if (!live) {
                giveUp(renewing.claimed);
            }
        }
    }

    /** Also by one that was told to stop: else the place would be nobody's until its claim ends, and an interrupt would break the connection that says so. */
    private void giveUp(PlaceRows.Claimed claimed) {
        boolean stopped = Thread.interrupted();
        try {
            rows.giveUp(claimed);
        } finally {
            if (stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Location fromOneOf(Collection<Place> sources, short tier, Pace pace)
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
    private final class Renewing implements Pace {
        private final Pace pace;
        private PlaceRows.Claimed claimed;
        private long last = System.nanoTime();

        Renewing(PlaceRows.Claimed claimed, Pace pace) {
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
