package gedeon.storage.lifecycle.tiering;

import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.Versions;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away the bytes of copies that were retired a while ago: who began to read one before has ended by then, or finds another. */
public final class Retired {
    private static final Logger LOG = LoggerFactory.getLogger(Retired.class);
    private static final int ROUND = 500;

    private final Sql sql;
    private final Tiers tiers;
    private final Duration grace;
    private final Duration claim;

    /** @param claim how long what this process takes away is left to it */
    public Retired(Sql sql, Tiers tiers, Duration grace, Duration claim) {
        this.claim = claim;
        this.sql = sql;
        this.tiers = tiers;
        this.grace = grace;
    }

    public void run() {
        forgotten();
        List<Place> round;
        int gone;
        do {
            long claimed = System.nanoTime();
            round = claim();
            gone = removed(round, claimed);
        } while (round.size() == ROUND && gone > 0 && !Thread.currentThread().isInterrupted());
    }

    /** What a slow tier leaves too late to be sure that nobody writes there anew, is left to a later round. */
    private int removed(List<Place> round, long claimed) {
        int gone = 0;
        String why = "";
        for (Place place : round) {
            if (System.nanoTime() - claimed > claim.toNanos() / 2) {
                why = "of blob " + place.blob() + " in tier " + place.tier() + ": its tier is too slow for so many";
                break;
            }
            try {
                remove(place);
                gone++;
            } catch (IOException | RuntimeException e) {
                why = "of blob " + place.blob() + " in tier " + place.tier() + ": " + e.getMessage();
            }
        }
        if (gone < round.size()) {
            LOG.warn("{} retired copies stay for now, the last one {}", round.size() - gone, why);
        }
        return gone;
    }

    /** A beginning that was given up goes the same way: where it is wanted, it is begun anew. */
    private void forgotten() {
        sql.inTransaction(c -> {
            byIndex(c);
            return Sql.update(
                    c,
                    "update location set state = 'r', retired_at = now(), claimed_until = null where state = 'w' "
                            + "and (claimed_until is null or claimed_until < now() - ? * interval '1 millisecond')",
                    grace.toMillis());
        });
    }

    private List<Place> claim() {
        return sql.inTransaction(c -> {
            byIndex(c);
            return Sql.list(
                    c,
                    Versions::place,
                    "update location l set claimed_until = now() + ? * interval '1 millisecond' from (select blob_id, tier_id from location where state = 'r' "
                            + "and retired_at < now() - ? * interval '1 millisecond' and (claimed_until is null or claimed_until < now()) limit ? for update skip locked) d "
                            + "where l.blob_id = d.blob_id and l.tier_id = d.tier_id returning l.blob_id, l.tier_id, l.pack_id, l.pos, l.length",
                    claim.toMillis(),
                    grace.toMillis(),
                    ROUND);
        });
    }

    /** What is not live has an index of its own, mostly an empty one: no plan is to read a partition instead because it once was small. */
    private static void byIndex(Connection c) throws SQLException {
        Sql.update(c, "set local enable_seqscan = off");
    }

    private void remove(Place place) throws IOException {
        tiers.of(place.tier()).delete(place.at());
        sql.update(
                "delete from location where blob_id = ? and tier_id = ? and state = 'r'",
                NewVersion.uuid(place.blob()),
                place.tier());
    }
}
