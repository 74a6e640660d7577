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
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
            try (Claimed claimed = new Claimed()) {
                round = claimed.places;
                gone = removed(claimed);
            }
        } while (round.size() == ROUND && gone > 0 && !Thread.currentThread().isInterrupted());
    }

    /** What cannot be held any longer is left to a later round: nobody is to write there anew while it is taken away. */
    private int removed(Claimed claimed) {
        int gone = 0;
        String why = "";
        for (Place place : claimed.places) {
            if (!claimed.held()) {
                why = "of blob " + place.blob() + " in tier " + place.tier() + ": they could not be held any longer";
                break;
            }
            try {
                remove(place);
                gone++;
            } catch (IOException | RuntimeException e) {
                why = "of blob " + place.blob() + " in tier " + place.tier() + ": " + e.getMessage();
            }
        }
        if (gone < claimed.places.size()) {
            LOG.warn("{} retired copies stay for now, the last one {}", claimed.places.size() - gone, why);
        }
        return gone;
    }

    /**
     * Copies that this process takes away and that nobody writes anew meanwhile, however long their tier takes to answer: what was written there anew would go
     * by a removal that is still under way.
     */
    private final class Claimed implements AutoCloseable {
        private final List<Place> places = new ArrayList<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile long held = System.nanoTime();

        Claimed() {
            List<OffsetDateTime> until = claim(places);
            if (!until.isEmpty()) {
                Thread.ofVirtual().name("retired copies are held").start(() -> hold(until.getFirst()));
            }
        }

        private void hold(OffsetDateTime first) {
            OffsetDateTime until = first;
            try {
                while (!over.await(claim.toMillis() / 5, TimeUnit.MILLISECONDS)) {
                    long now = System.nanoTime();
                    Optional<OffsetDateTime> next = renewed(until);
                    if (next.isEmpty()) {
                        // All are gone, or another took them when this process was away for longer than its claim.
                        return;
                    }
                    until = next.get();
                    held = now;
                }
            } catch (InterruptedException | RuntimeException e) {
                LOG.warn("retired copies are not held any longer than until {}: {}", until, e.getMessage());
            }
        }

        boolean held() {
            return System.nanoTime() - held < claim.toNanos() / 2;
        }

        @Override
        public void close() {
            over.countDown();
        }
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

    /** Puts what it claims into {@code places}, and returns the end of each claim: the same of all. */
    private List<OffsetDateTime> claim(List<Place> places) {
        return sql.inTransaction(c -> {
            byIndex(c);
            return Sql.list(
                    c,
                    row -> {
                        places.add(Versions.place(row));
                        return row.getObject("claimed_until", OffsetDateTime.class);
                    },
                    "update location l set claimed_until = now() + ? * interval '1 millisecond' from (select blob_id, tier_id from location where state = 'r' "
                            + "and retired_at < now() - ? * interval '1 millisecond' and (claimed_until is null or claimed_until < now()) limit ? for update skip locked) d "
                            + "where l.blob_id = d.blob_id and l.tier_id = d.tier_id returning l.blob_id, l.tier_id, l.pack_id, l.pos, l.length, l.claimed_until",
                    claim.toMillis(),
                    grace.toMillis(),
                    ROUND);
        });
    }

    /** The same claims for longer, of what is still there and ours; empty where nothing is. */
    private Optional<OffsetDateTime> renewed(OffsetDateTime until) {
        return sql.inTransaction(c -> {
            byIndex(c);
            return Sql.list(
                            c,
                            row -> row.getObject(1, OffsetDateTime.class),
                            "update location set claimed_until = now() + ? * interval '1 millisecond' where state = 'r' and claimed_until = ? returning claimed_until",
                            claim.toMillis(),
                            until)
                    .stream()
                    .findFirst();
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
