package gedeon.server.rest;

import gedeon.client.wire.Page;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of lists that are held in memory: ordered by a unique name, which is the cursor. */
final class Paging {
    static final int MOST = 1000;

    private Paging() {}

    static <T> Page<T> page(List<T> all, Function<T, String> name, @Nullable String after, int limit) {
        int most = limit(limit);
        List<T> rest = all.stream()
                .filter(item -> after == null || name.apply(item).compareTo(after) > 0)
                .sorted(Comparator.comparing(name))
                .limit(most + 1L)
                .toList();
        return rest.size() <= most ? Page.of(rest) : new Page<>(rest.subList(0, most), name.apply(rest.get(most - 1)));
    }

    static int limit(int asked) {
        if (asked < 1 || asked > MOST) {
            throw new IllegalArgumentException("limit must be 1..1000, was " + asked);
        }
        return asked;
    }
}
