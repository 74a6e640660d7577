package gedeon.metadata;

import java.util.Set;

/**
 * What a caller may see.
 *
 * @param notebooks that they may read
 * @param personal those among them whose personal fields (of patients, of operators) they may see as well, since they manage them
 */
public record Sight(Set<Integer> notebooks, Set<Integer> personal) {
    public Sight {
        notebooks = Set.copyOf(notebooks);
        personal = Set.copyOf(personal);
        if (!notebooks.containsAll(personal)) {
            throw new IllegalArgumentException("whoever sees personal fields of a notebook may read it; " + personal
                    + " is not within " + notebooks);
        }
    }

    /** Nothing personal. */
    public static Sight of(Set<Integer> notebooks) {
        return new Sight(notebooks, Set.of());
    }
}
