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

    /** A page of rows of which one more than {@code most} was asked, in order of {@code cursor}. */
    static <R, T> Page<T> cut(List<R> rows, int most, Function<R, String> cursor, Function<R, T> body) {
        List<T> items = rows.stream().limit(most).map(body).toList();
        return new Page<>(items, rows.size() > most ? cursor.apply(rows.get(most - 1)) : null);
    }

    static @Nullable Long number(@Nullable String after) {
        try {
            return after == null ? null : Long.valueOf(after);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("after is no cursor of this list: " + after, e);
        }
    }

    static int limit(int asked) {
        if (asked < 1 || asked > MOST) {
            throw new IllegalArgumentException("limit must be 1..1000, was " + asked);
        }
        return asked;
    }
}
