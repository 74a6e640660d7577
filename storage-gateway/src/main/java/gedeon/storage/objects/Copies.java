package gedeon.storage.objects;

import gedeon.storage.BlobId;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.Versions;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Payload;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Reads payloads from whichever copy is near and sound: where one fails, another goes on at the same byte. */
public final class Copies {
    private final Sql sql;
    private final Tiers tiers;
    private final Damages damages;
    private final Consumer<BlobId> reads;

    /** @param reads told of each blob that somebody reads */
    public Copies(Sql sql, Tiers tiers, Damages damages, Consumer<BlobId> reads) {
        this.reads = reads;
        this.sql = sql;
        this.tiers = tiers;
        this.damages = damages;
    }

    /** Told of copies that are not what they were: asked for, and damaged or missing. */
    @FunctionalInterface
    public interface Damages {
        /** Never fails: whoever reads has another copy to look for. Where nothing lies there any more, it was moved and is no damage. */
        void found(Place place, IOException how);
    }

    /**
     * Payload bytes {@code [from, from + length)} of a blob of which one copy is known.
     *
     * @throws IOException of the last copy that was tried, where none can be read
     */
    public InputStream read(Place known, long from, long length) throws IOException {
        reads.accept(known.blob());
        return new CopyStream(this, nearest(known), from, length).begun();
    }

    public Payload payload(Place known) {
        return (from, length) -> read(known, from, length);
    }

    /** Where its payload lies now, the nearest first. */
    public List<Place> of(Place known) {
        return sql
                .list(
                        Versions::place,
                        "select blob_id, tier_id, pack_id, pos, length from location where blob_id = ? and state = 'l'",
                        NewVersion.uuid(known.blob()))
                .stream()
                .sorted(Comparator.comparingInt((Place copy) -> tiers.rank(copy.tier()))
                        .thenComparing(Place::tier))
                .toList();
    }

    private Place nearest(Place known) {
        return tiers.rank(known.tier()) == 0
                ? known
                : of(known).stream().findFirst().orElse(known);
    }

    InputStream open(Place place, long from, long length) throws IOException {
        return tiers.of(place.tier()).read(place.at(), from, length);
    }

    /** Tells that a copy is not what was written. */
    public void damaged(Place place, IOException how) {
        damages.found(place, how);
    }
}
