package gedeon.storage.objects;

import gedeon.storage.namespace.Versions;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes blobs that nothing names any more, after a grace period: decided under the blob's lock, then bytes, then rows. A kill between repeats. */
public final class Collector {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final int ROUND = 500;

    /** Others of the housekeeping have their turn then. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Sql sql;
    private final Tiers tiers;
    private final Duration grace;

    public Collector(Sql sql, Tiers tiers, Duration grace) {
        this.sql = sql;
        this.tiers = tiers;
        this.grace = grace;
    }

    private record Due(UUID blob, OffsetDateTime since) {
        /** Before all that is garbage. */
        static final Due FIRST = new Due(new UUID(0, 0), Instant.EPOCH.atOffset(ZoneOffset.UTC));
    }

    /** The oldest first, round after round while they are full, but for ten minutes at most; returns how many blobs went away. */
    public int collect() {
        long end = System.nanoTime() + LONGEST.toNanos();
        int removed = 0;
        List<Due> round;
        Due last = Due.FIRST;
        do {
            round = due(last);
            for (Due one : round) {
                last = one; // passed by where it stays: the next call looks at it again
                removed += collect(one.blob()) ? 1 : 0;
            }
        } while (round.size() == ROUND
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted());
        return removed;
    }

    private List<Due> due(Due after) {
        return sql.list(
                row -> new Due(row.getObject("blob_id", UUID.class), row.getObject("since", OffsetDateTime.class)),
                "select blob_id, since from garbage where since < now() - ? * interval '1 millisecond' and (since, blob_id) > (?, ?) "
                        + "order by since, blob_id limit ?",
                grace.toMillis(),
                after.since(),
                after.blob(),
                ROUND);
    }

    private boolean collect(UUID blob) {
        try {
            if (decide(blob)) {
                remove(blob);
                return true;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("blob {} stays in the garbage for now: {}", blob, e.getMessage());
        }
        return false;
    }

    /** True where the blob is marked as going: nothing can share it from now on. */
    private boolean decide(UUID blob) {
        return sql.inTransaction(c -> {
            // The blob before its garbage, as whoever shares or rewrites it: so nobody waits in a circle.
            List<Boolean> found = Sql.list(c, row -> true, "select 1 from blob where id = ? for update", blob);
            // Whoever takes a user away writes this row in the same transaction: waited for, and looked at again.
            if (Sql.list(
                            c,
                            row -> true,
                            "select 1 from garbage where blob_id = ? and since < now() - ? * interval '1 millisecond' for update",
                            blob,
                            grace.toMillis())
                    .isEmpty()) {
                return false;
            }
            if (found.isEmpty()) {
                Sql.update(c, "delete from garbage where blob_id = ?", blob);
                return false;
            }
            // A content's blob is in use while a version names the content or its upload is open.
            boolean used = !Sql.list(
                            c,
                            row -> true,
                            "select 1 from version where blob_id = ? union all select 1 from part p where p.blob_id = ? and (exists (select 1 from version v where "
                                    + "v.content_id = p.content_id) or exists (select 1 from upload u where u.id = p.content_id and u.completed_seq is null)) limit 1",
                            blob,
                            blob)
                    .isEmpty();
            if (used) {
                Sql.update(c, "delete from garbage where blob_id = ?", blob);
                return false;
            }
            Sql.update(c, "update blob set state = 'd' where id = ?", blob);
            return true;
        });
    }

    private void remove(UUID blob) throws IOException {
        List<Place> places = sql.list(
                Versions::place, "select blob_id, tier_id, pack_id, pos, length from location where blob_id = ?", blob);
        for (Place place : places) {
            tiers.of(place.tier()).delete(place.at());
        }
        sql.inTransaction(c -> {
            // In the order of decide(), so that two collectors never wait for each other.
            Sql.update(c, "delete from blob where id = ?", blob);
            Sql.update(c, "delete from location where blob_id = ?", blob);
            Sql.update(c, "delete from part where blob_id = ?", blob);
            return Sql.update(c, "delete from garbage where blob_id = ?", blob);
        });
    }
}
