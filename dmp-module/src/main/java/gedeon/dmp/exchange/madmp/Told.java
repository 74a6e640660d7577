package gedeon.dmp.exchange.madmp;

import java.util.ArrayList;
import java.util.List;

/** What was mended, in order. The first thousand are kept, the others counted: a document of nothing but mistakes makes no endless list. */
final class Told {
    private static final int KEPT = 1000;

    private final List<Mended> kept = new ArrayList<>();
    private long more;

    void add(Mended mended) {
        if (kept.size() < KEPT) {
            kept.add(mended);
        } else {
            more++;
        }
    }

    List<Mended> all() {
        List<Mended> all = new ArrayList<>(kept);
        if (more > 0) {
            all.add(new Mended("", "and " + more + " more"));
        }
        return all;
    }
}
