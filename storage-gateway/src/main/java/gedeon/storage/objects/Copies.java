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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Reads payloads from whichever copy is near and sound: where one fails, another goes on at the same byte. */
public final class Copies {
    private final Sql sql;
    private final Tiers tiers;
    private final Damages damages;
    private final Consumer<BlobId> reads;
    private final boolean fromArchives;

    /** @param reads told of each blob that somebody reads */
    public Copies(Sql sql, Tiers tiers, Damages damages, Consumer<BlobId> reads) {
        this(sql, tiers, damages, reads, false);
    }

    private Copies(Sql sql, Tiers tiers, Damages damages, Consumer<BlobId> reads, boolean fromArchives) {
        this.fromArchives = fromArchives;
        this.reads = reads;
        this.sql = sql;
        this.tiers = tiers;
        this.damages = damages;
    }

    /** The same for who works in the background: archives are read as well, without a restore. */
    public Copies fromArchives() {
        return new Copies(sql, tiers, damages, reads, true);
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
     * @throws InArchive where it has to be restored first
     * @throws IOException of the last copy that was tried, where none can be read
     */
    public InputStream read(Place known, long from, long length) throws IOException {
        Place nearest = nearest(known);
        if (!readable(nearest)) {
            throw new InArchive(known.blob());
        }
        reads.accept(known.blob());
        return new CopyStream(this, nearest, from, length).begun();
    }

    public Payload payload(Place known) {
        return (from, length) -> read(known, from, length);
    }

    /** Where its payload lies now, the nearest first. */
    public List<Place> of(Place known) {
        return sql
                .list(
                        Versions::place,
                        "select blob_id, tier_id, pack_id, pos, length from location where blob_id = ? and state = 'l' and (restored_until is null or restored_until > now())",
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

    /** Whether a copy is read as it is. */
    boolean readable(Place place) {
        return fromArchives || tiers.recall(place.tier()).isEmpty();
    }

    /** That each of these blobs has a copy that is read as it is, by one look. @throws InArchive for one that has not */
    void requireReadable(List<Place> each) throws InArchive {
        Set<UUID> near = new HashSet<>();
        sql.list(
                row -> readable(Versions.place(row)) && near.add(row.getObject("blob_id", UUID.class)),
                "select l.* from unnest(?::uuid[]) as t (id) cross join lateral (select blob_id, tier_id, pack_id, pos, length from location "
                        + "where blob_id = t.id and state = 'l' and (restored_until is null or restored_until > now())) l",
                (Object) each.stream()
                        .map(place -> NewVersion.uuid(place.blob()))
                        .toArray(UUID[]::new));
        for (Place one : each) {
            if (!near.contains(NewVersion.uuid(one.blob()))) {
                throw new InArchive(one.blob());
            }
        }
    }

    InputStream open(Place place, long from, long length) throws IOException {
        return tiers.of(place.tier()).read(place.at(), from, length);
    }

    /** Tells that a copy is not what was written. */
    public void damaged(Place place, IOException how) {
        damages.found(place, how);
    }
}
