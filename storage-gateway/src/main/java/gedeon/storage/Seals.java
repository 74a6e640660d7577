package gedeon.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which versions are part of a sealed dataset, as storage knows it: rules of storage policies may speak of them, and no lifecycle hides or removes them. What seals
 * writes a row of what is due in its own transaction; the versions are marked afterwards, in pages, again from the first where a process died in between.
 */
public interface Seals {
    /** Its versions are to be marked: said in the transaction that seals the dataset, or that gives a sealed one other content. */
    void due(Connection transaction, UUID dataset) throws SQLException;

    /** The sealed dataset that waits longest. */
    Optional<Due> next();

    /** Marks those of them that are there and are not yet marked; what they were told before stays. Durable on return. */
    void mark(int notebook, String bucket, List<Part> parts);

    /** All of its versions are marked, unless it has become due again since. */
    void done(Due due);

    /** It cannot be done now: others first. */
    void later(Due due);

    /** @param since when it became due, by which this time is known again */
    record Due(UUID dataset, OffsetDateTime since) {}

    /** @param version null for the null version of the key */
    record Part(ObjectKey key, @Nullable VersionId version) {}
}
