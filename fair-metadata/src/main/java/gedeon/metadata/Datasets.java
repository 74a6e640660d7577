package gedeon.metadata;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Datasets, their files, fields, links and provenance. Durable on return; rights are the caller's to ask. Deleted ones are not found. */
public interface Datasets {
    /** Personal fields are masked. */
    Optional<Dataset> find(UUID id);

    /** With personal fields as they are: only for who manages the notebook. */
    Optional<Dataset> findWithPersonal(UUID id);

    /** What is kept of one whose content is gone, with its files of last, at most 100; empty where it is there or never was. */
    Optional<Gone> gone(UUID id);

    /** Newest first, before {@code after}; links and fields are left out. */
    List<Dataset> page(Set<Integer> notebooks, @Nullable UUID after, int limit);

    /** Files of the current content, in order of path after {@code after}. */
    List<Dataset.File> files(UUID id, @Nullable String after, int limit);

    /**
     * Ties a dataset to a thing, by its name in the dataset's notebook. The same link again changes nothing. Personal fields of the answer are masked.
     *
     * @param revision that the caller saw, or null
     * @throws Changed where the dataset has another revision
     * @throws IllegalArgumentException where kind or name is not known
     */
    Dataset link(UUID id, NewLink link, @Nullable Long revision);

    /**
     * Seals a dataset, which cannot be taken back: nobody disposes of its files as waste, no lifecycle removes them, and rules of storage policies may speak of them
     * (within seconds). Again it changes nothing. Personal fields of the answer are masked.
     *
     * @param revision that the caller saw, or null
     * @throws Changed where the dataset has another revision
     * @throws IllegalArgumentException where there is none
     */
    Dataset seal(UUID id, @Nullable Long revision);

    /** The activities that generated the dataset, the newest first. */
    List<Dataset.Activity> provenance(UUID id);

    /** Which dataset of the notebook each object (key, in the order given) of its bucket belongs to; those of none are left out. */
    Map<String, UUID> ofObjects(int notebook, String bucket, Collection<String> keys);

    /** Datasets of a notebook by how far they are read: for pages and tests. */
    Map<String, Long> readings(int notebook);

    /** A dataset whose content is gone. */
    record Gone(int notebook, String name, String bucket, List<Dataset.File> files) {}

    /** A link to make. */
    record NewLink(
            String relation,
            String kind,
            String name,
            String origin,
            @Nullable String toldBy) {
        public NewLink {
            relation = Names.required("a relation", relation);
        }
    }

    /** Somebody changed it since. */
    final class Changed extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Changed(UUID dataset) {
            super("dataset " + dataset + " has changed since you read it; read it again and repeat");
        }
    }
}
