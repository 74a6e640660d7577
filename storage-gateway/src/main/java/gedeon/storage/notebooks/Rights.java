package gedeon.storage.notebooks;

import java.util.Set;

/**
 * Who may do what: denied unless a grant says otherwise. A director's grant reaches the units and notebooks below; an admin's reaches everything.
 * S3, REST, pages, search and counts all ask here; later rules add rows here, not another mechanism.
 */
public interface Rights {
    boolean may(Principal who, Act act, On on);

    /** @throws Denied where {@link #may} is false; the message never says whether the thing exists */
    default void require(Principal who, Act act, On on) {
        if (!may(who, act, on)) {
            throw new Denied(act);
        }
    }

    /** Ids of the notebooks on which {@code who} may do {@code act}: for lists, search and counts. */
    Set<Integer> notebooks(Principal who, Act act);

    /** An act was refused. */
    final class Denied extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Denied(Act act) {
            super("not allowed: " + act + "; ask the notebook's owner or the unit's director for the right");
        }
    }
}
