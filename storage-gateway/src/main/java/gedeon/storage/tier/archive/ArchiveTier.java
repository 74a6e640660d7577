package gedeon.storage.tier.archive;

import gedeon.storage.BlobId;
import gedeon.storage.tier.Annals;
import gedeon.storage.tier.Batches;
import gedeon.storage.tier.BlobEnds;
import gedeon.storage.tier.BlockReader;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.Shelves;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.Trait;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * An archive. A blob lies by itself in {@code gathering/} first, and in a batch later: its location then has the batch as its pack, and an offset in its stored
 * form, not in a file. Reads answer as quickly as the place does; that people wait for a restore is up to who reads for them.
 */
final class ArchiveTier implements Tier {
    /** Nobody writes one object for so long. */
    private static final Duration NOBODYS = Duration.ofDays(7);

    private final ArchivePlace.Mark mark;
    private final Tier gathering;
    private final SealedBatches batches;
    private final Clock clock;

    /** @param opened this one's own from now on */
    ArchiveTier(ArchiveSettings settings, ArchivePlace.Opened opened, Clock clock) {
        this.mark = opened.mark();
        this.gathering = opened.gathering().tier();
        this.batches = new SealedBatches(settings, opened, clock);
        this.clock = clock;
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.RANGE_READ, Trait.DURABLE);
    }

    @Override
    public BlobWriter begin(BlobId blob, byte[] metadata, long expected, boolean encrypted) throws IOException {
        mark.require();
        return gathering.begin(blob, metadata, expected, encrypted);
    }

    @Override
    public InputStream read(Location location, long from, long length) throws IOException {
        if (location.pack() == null) {
            return gathering.read(location, from, length);
        }
        SealedPayload sealed = batches.open(location, from, length);
        return BlockReader.open(sealed, location, from, length, sealed);
    }

    @Override
    public BlobEnds ends(Location location) throws IOException {
        if (location.pack() == null) {
            return gathering.ends(location);
        }
        try (SealedPayload sealed = batches.open(location, 0, 0)) {
            return BlobEnds.read(sealed, location);
        }
    }

    @Override
    public boolean holds(Location location) throws IOException {
        if (location.pack() == null) {
            return gathering.holds(location);
        }
        try (SealedPayload sealed = batches.open(location, 0, 0)) {
            return sealed.whole();
        } catch (java.nio.file.NoSuchFileException e) {
            mark.require();
            return false;
        }
    }

    /** What lies in a batch stays there as a hole until the batch is written anew without it. */
    @Override
    public void delete(Location location) throws IOException {
        if (location.pack() == null) {
            gathering.delete(location);
        }
    }

    @Override
    public Optional<UUID> writer() {
        return gathering.writer();
    }

    @Override
    public void sweep(Predicate<UUID> alive, Duration untouched) throws IOException {
        gathering.sweep(alive, untouched);
        batches.sweep(clock.instant().minus(NOBODYS));
    }

    @Override
    public Optional<Shelves> shelves() {
        return gathering.shelves();
    }

    @Override
    public Optional<Packed> packed() {
        return Optional.of(batches);
    }

    @Override
    public Optional<Annals> annals() {
        return gathering.annals();
    }

    /** What gathers, and what the indexes of the batches name. */
    @Override
    public Optional<Holdings> holdings() {
        return Optional.of(visitor -> {
            gathering.holdings().orElseThrow().each(visitor);
            batches.each(visitor);
        });
    }

    @Override
    public Optional<Batches> batches() {
        return Optional.of(batches);
    }

    @Override
    public void requireThere() throws IOException {
        mark.require();
        gathering.requireThere();
    }

    @Override
    public long free() throws IOException {
        return gathering.free();
    }

    @Override
    public OptionalLong capacity() {
        return gathering.capacity();
    }

    @Override
    public long spare() throws IOException {
        return gathering.spare();
    }

    @Override
    public void close() throws IOException {
        try (batches) {
            gathering.close();
        }
    }
}
