package gedeon.storage.lifecycle.fixity;

import gedeon.storage.lifecycle.tiering.Placing;
import gedeon.storage.objects.Pace;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes anew what readers found damaged, as soon as another copy can be read. What was found since the last look comes first; what could not be repaired is tried
 * again later, all of it in turn: however much of it there is, it keeps nothing waiting that can be.
 */
public final class Repairs {
    private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);
    /** How many are looked at together: a turn costs about that, however many there are of which no other copy lives. */
    private static final int STRETCH = 1000;

    private final Damages damages;
    private final Placing placing;
    private final Pace pace;
    private final long again;
    /** Behind all that was tried once. */
    private Damages.At tried = Damages.At.FIRST;
    /** Behind what was tried once more since {@code since}. */
    private Damages.At retried = Damages.At.FIRST;

    private long since = System.nanoTime();
    /** Behind what was looked for whether it is still there. */
    private Damages.At kept = Damages.At.FIRST;

    /** @param again how long after one look at all that could not be repaired the next begins */
    public Repairs(Sql sql, Placing placing, Pace pace, Duration again) {
        this.damages = new Damages(sql);
        this.placing = placing;
        this.pace = pace;
        this.again = again.toNanos();
    }

    /** All that is new, and of the rest the next stretch; more of it as long as that repairs something. */
    public void run() {
        kept = damages.forgetGone(kept, STRETCH);
        Look look = new Look();
        boolean more = true;
        while (more && !Thread.currentThread().isInterrupted()) {
            more = look.fresh() || look.older();
        }
        look.tell();
    }

    /** Within one of them a tier that is away is asked once. */
    private final class Look {
        private final Set<Short> away = new HashSet<>();
        private int repaired;
        private int left;
        private String why = "";

        boolean fresh() {
            List<Damages.Open> open = damages.open(tried, Damages.At.LAST, STRETCH);
            open.forEach(this::repair);
            if (!open.isEmpty()) {
                tried = open.getLast().at();
            }
            return !open.isEmpty();
        }

        boolean older() {
            if (System.nanoTime() - since < again) {
                return false;
            }
            int before = repaired;
            List<Damages.Open> open = damages.open(retried, tried, STRETCH);
            open.forEach(this::repair);
            if (open.size() < STRETCH) {
                retried = Damages.At.FIRST;
                since = System.nanoTime();
                return false;
            }
            retried = open.getLast().at();
            return repaired > before;
        }

        private void repair(Damages.Open damaged) {
            Place place = damaged.place();
            if (place == null
                    || away.contains(place.tier())
                    || Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                if (placing.repair(place, pace)) {
                    repaired++;
                    return;
                }
                why = "no sound copy can be read now, or somebody else is at it";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | RuntimeException e) {
                if (e instanceof TierOffline) {
                    away.add(place.tier());
                }
                why = String.valueOf(e.getMessage());
            }
            left++;
        }

        void tell() {
            if (left > 0) {
                LOG.warn("{} damaged copies are not repaired yet, the last one: {}", left, why);
            }
        }
    }
}
