package gedeon.sync.simulator;

import java.util.HashSet;
import java.util.Set;

/** Counts the moments at which an agent may die: each write and sync of its journal, each request before it is served and before it is answered. */
final class Moments {
    private final Set<Long> deaths = new HashSet<>();
    private long count;
    private boolean dead;
    private int died;

    /** At the moment of this number, counted from 1 and over restarts, the agent dies. */
    synchronized void dieAt(long moment) {
        deaths.add(moment);
    }

    /** A moment; true if the agent is dead from now on. */
    synchronized boolean now() {
        if (!dead) {
            count++;
            dead = deaths.remove(count);
            died += dead ? 1 : 0;
        }
        return dead;
    }

    synchronized boolean dead() {
        return dead;
    }

    synchronized void restart() {
        dead = false;
    }

    /** How often. */
    synchronized int died() {
        return died;
    }

    synchronized long count() {
        return count;
    }
}
