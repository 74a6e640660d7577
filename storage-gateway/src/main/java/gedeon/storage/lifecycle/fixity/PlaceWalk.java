package gedeon.storage.lifecycle.fixity;

import gedeon.storage.BlobId;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.Versions;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The live places of a tier in the order in which a round looks at them: by the ids of blobs; in an archive first what lies by itself, then batch after batch, so that
 * a round reads the index of each about once, however the ids of its blobs lie among others'. A place of a batch is known by {@code location.batched}: one that
 * does not say so yet is told by whoever passes it by, and is met among its batch's.
 */
final class PlaceWalk {
    /** Places that are passed by together: of an archive most lie in batches. */
    private static final int PASSED = 5000;

    private static final BlobId NONE = new BlobId(0, 0);

    private final Sql sql;
    private final short tier;
    private final boolean archive;

    /** @param archive whether blobs lie in batches there */
    PlaceWalk(Sql sql, short tier, boolean archive) {
        this.sql = sql;
        this.tier = tier;
        this.archive = archive;
    }

    /** @param last of all that were passed by; null where nothing is behind */
    record Page(List<Place> places, Round.@Nullable At last) {
        Round.Stretch stretch(Function<Place, Round.Look> look) {
            return last == null
                    ? new Round.Stretch(List.of(), null, 0)
                    : new Round.Stretch(places.stream().map(look).toList(), last.blob(), places.size(), last.pack());
        }
    }

    /** In which the round meets it; null where it meets it by its blob's id. */
    @Nullable BlobId pack(Place place) {
        return archive ? place.at().pack() : null;
    }

    Page after(Round.At last, int limit) {
        BlobId pack = last.pack();
        if (pack != null) {
            return batched(pack, last.blob(), limit);
        }
        return archive ? alone(last.blob(), limit) : byBlob(last.blob(), limit);
    }

    private Page byBlob(BlobId last, int limit) {
        return page(sql.list(
                Versions::place,
                "select blob_id, tier_id, pack_id, pos, length from location where blob_id > ? and tier_id = ? and state = 'l' order by blob_id limit ?",
                NewVersion.uuid(last),
                tier,
                limit));
    }

    private record Row(Place place, boolean batched) {}

    private Page alone(BlobId last, int limit) {
        List<Row> rows = sql.list(
                row -> new Row(Versions.place(row), row.getBoolean("batched")),
                "select blob_id, tier_id, pack_id, pos, length, batched from location where blob_id > ? and tier_id = ? and state = 'l' order by blob_id limit ?",
                NewVersion.uuid(last),
                tier,
                PASSED);
        if (rows.isEmpty()) {
            return batched(NONE, NONE, limit);
        }
        List<Place> alone = new ArrayList<>();
        List<UUID> untold = new ArrayList<>();
        BlobId end = last;
        for (Row row : rows) {
            if (alone.size() == limit) {
                break;
            }
            end = row.place().blob();
            if (row.place().at().pack() == null) {
                alone.add(row.place());
            } else if (!row.batched()) {
                untold.add(NewVersion.uuid(end));
            }
        }
        if (!untold.isEmpty()) {
            sql.update(
                    "update location set batched = true where blob_id = any (?) and tier_id = ? and not batched",
                    untold.toArray(UUID[]::new),
                    tier);
        }
        return new Page(alone, new Round.At(null, end));
    }

    private Page batched(BlobId pack, BlobId last, int limit) {
        return page(sql.list(
                Versions::place,
                "select blob_id, tier_id, pack_id, pos, length from location where tier_id = ? and batched and pack_id is not null and (pack_id, blob_id) > (?, ?) "
                        + "and state = 'l' order by pack_id, blob_id limit ?",
                tier,
                NewVersion.uuid(pack),
                NewVersion.uuid(last),
                limit));
    }

    private Page page(List<Place> places) {
        return new Page(
                places,
                places.isEmpty()
                        ? null
                        : new Round.At(pack(places.getLast()), places.getLast().blob()));
    }
}
