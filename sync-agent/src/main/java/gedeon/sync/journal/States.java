package gedeon.sync.journal;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The states used last, as many as hold some number of files together, one at least. Not thread-safe. */
final class States {
    private final int most;
    private final Map<Long, Held> held = new LinkedHashMap<>(64, 0.75f, true);
    private int weight;

    private record Held(State state, int weight) {}

    States(int most) {
        this.most = most;
    }

    @Nullable State get(long id) {
        Held there = held.get(id);
        return there == null ? null : there.state();
    }

    /** Also after a state has grown. */
    void put(long id, State state) {
        remove(id);
        int own = 4 + state.files().size() + state.uploads().size();
        held.put(id, new Held(state, own));
        weight += own;
        Iterator<Held> oldest = held.values().iterator();
        while (weight > most && held.size() > 1) {
            weight -= oldest.next().weight();
            oldest.remove();
        }
    }

    void remove(long id) {
        Held there = held.remove(id);
        weight -= there == null ? 0 : there.weight();
    }
}
