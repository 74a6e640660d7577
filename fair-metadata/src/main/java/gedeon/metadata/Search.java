package gedeon.metadata;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds datasets by words and by what was measured. Counts, hits and facets cover the notebooks given and nothing else. What was committed is found within
 * seconds, not at once.
 */
public interface Search {
    /**
     * @param query words, and conditions {@code field<number}, {@code field>=number}, {@code field:text}, {@code field:"text"}; a number may carry a unit
     *     ({@code temperature<100 K} as {@code temperature<100K}), else it is in SI
     * @param sight personal fields of other notebooks than it allows are neither searched nor told
     * @throws IllegalArgumentException where the query cannot be read: what, and how to write it
     */
    Found find(String query, Sight sight, int limit);

    /** Without personal fields. */
    default Found find(String query, Set<Integer> notebooks, int limit) {
        return find(query, Sight.of(notebooks), limit);
    }

    /** {@code total} counts up to 10,000. */
    record Found(long total, List<Hit> hits, List<Facet> facets) {}

    /** {@code matched} tells by which field, with its value. */
    record Hit(
            UUID id,
            int notebook,
            String name,
            @Nullable String type,
            long bytes,
            @Nullable String matched) {}

    record Facet(String name, List<Count> values) {}

    record Count(String value, long count) {}
}
