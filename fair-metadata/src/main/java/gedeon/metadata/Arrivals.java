package gedeon.metadata;

import gedeon.kernel.ByteCount;
import gedeon.storage.StoredVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How datasets came, and what a list tells of them. Rights are the caller's to ask. Deleted ones are left out. */
public interface Arrivals {
    /** In the order given. */
    List<Row> rows(List<UUID> ids);

    /** How the current content came. */
    Optional<Arrival> of(UUID dataset);

    /** How many datasets a notebook has, each figure up to {@link Counts#MOST}. */
    Counts counts(int notebook);

    /** What a file of the current content is stored as. */
    Optional<StoredVersion> stored(UUID dataset, String path);

    /** When each notebook got its newest dataset; those without any are left out. */
    Map<Integer, Instant> latest(Set<Integer> notebooks);

    /**
     * A dataset as a row.
     *
     * @param acquired when the instrument began, else when it was finished
     * @param reading how its extraction went, as in {@link Dataset.Reading}
     * @param receipt whether a signed receipt was given for it
     * @param ties kinds of what it is tied to
     */
    record Row(
            UUID id,
            int notebook,
            String name,
            String kind,
            String state,
            ByteCount bytes,
            long files,
            Instant acquired,
            String reading,
            boolean receipt,
            @Nullable String instrument,
            @Nullable String experiment,
            SortedSet<String> ties) {}

    /** @param unread of which the files are still to be read */
    record Counts(long all, long unread) {
        public static final int MOST = 10_000;
    }

    /**
     * How a content came.
     *
     * @param number 1 for the first telling
     * @param verdict why it counted as finished; null for what somebody put by S3
     * @param state how far it is on the way to its receipt; null for what gets none
     * @param freed when its agent deleted it where it was made; null where it did not
     */
    record Arrival(
            int number,
            Manifest.@Nullable Verdict verdict,
            @Nullable Instant started,
            @Nullable Instant finished,
            Instant received,
            @Nullable Receipt receipt,
            Intake.@Nullable State state,
            @Nullable Instant freed) {}

    /**
     * The signed statement that its bytes were stored and verified.
     *
     * @param statement JWS (RFC 7515)
     * @param holds whether the signature was found good now
     */
    record Receipt(String statement, boolean holds) {}
}
