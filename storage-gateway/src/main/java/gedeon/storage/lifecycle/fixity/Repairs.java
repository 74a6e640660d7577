package gedeon.storage.lifecycle.fixity;

import gedeon.storage.lifecycle.jobs.Pace;
import gedeon.storage.lifecycle.tiering.Placing;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes anew what readers found damaged, as soon as another copy can be read. */
public final class Repairs {
    private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);
    private static final int ROUND = 100;

    private final Damages damages;
    private final Placing placing;
    private final Pace pace;

    public Repairs(Sql sql, Placing placing, Pace pace) {
        this.damages = new Damages(sql);
        this.placing = placing;
        this.pace = pace;
    }

    /** Until there is nothing more that can be repaired now. */
    public void run() {
        damages.forgetGone();
        List<Place> round;
        int repaired;
        do {
            round = damages.repairable(ROUND);
            repaired = 0;
            for (Place damaged : round) {
                if (repaired(damaged)) {
                    repaired++;
                }
            }
        } while (round.size() == ROUND
                && repaired > 0
                && !Thread.currentThread().isInterrupted());
    }

    private boolean repaired(Place damaged) {
        try {
            return placing.repair(damaged, pace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.warn("blob {} in tier {} is not repaired yet: {}", damaged.blob(), damaged.tier(), e.getMessage());
        }
        return false;
    }
}
