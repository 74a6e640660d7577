package gedeon.metadata;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Experiments, protocols, software, samples and persons. Durable on return; rights are the caller's to ask. */
public interface Things {
    /** @throws gedeon.storage.notebooks.Notebooks.NameTaken where kind, notebook, name and version exist already */
    Thing add(Thing.Draft draft);

    /**
     * Makes or updates what a connector read: by {@code origin} and {@code originId}; one that a person typed under the same name is taken over. Repeatable.
     */
    Thing sync(String origin, String originId, Thing.Draft draft);

    /** Makes it or returns the one of that name and version. */
    Thing named(Thing.Draft draft);

    /** By id. */
    Optional<Thing> find(long id);

    /**
     * By name, in the notebook where the kind belongs to one; "name version" finds a version, a name alone the latest made.
     */
    Optional<Thing> find(ThingKind kind, int notebook, String name);

    /** In order of id after {@code after}; of kinds that belong to notebooks, only those of {@code notebooks}. */
    List<Thing> page(ThingKind kind, Set<Integer> notebooks, @Nullable Long after, int limit);
}
