package gedeon.server.connectors.labguru;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people should know of a run that went on nevertheless. The first hundred are kept, the others counted. */
final class Problems {
    private static final int KEPT = 100;
    private static final int LENGTH = 300;

    private final Token token;
    private final List<String> kept = new ArrayList<>();
    private long more;

    Problems(Token token) {
        this.token = token;
    }

    void add(String where, String what) {
        if (kept.size() == KEPT) {
            more++;
            return;
        }
        String plain = token.mask(where + ": " + what);
        kept.add(plain.length() > LENGTH ? plain.substring(0, LENGTH - 1) + "…" : plain);
    }

    List<String> all() {
        List<String> all = new ArrayList<>(kept);
        if (more > 0) {
            all.add("and " + more + " more");
        }
        return all;
    }

    /** One line for the table; null where all went well. */
    @Nullable String line() {
        long count = kept.size() + more;
        return count == 0 ? null : count + " left out or mended; the first: " + kept.getFirst();
    }
}
