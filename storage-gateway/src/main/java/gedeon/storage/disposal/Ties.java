package gedeon.storage.disposal;

import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.objects.Bucket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What is known elsewhere of versions: whether something is tied to them, or they are sealed. Asked for many at once. */
@FunctionalInterface
public interface Ties {
    /** Where nobody knows of any. */
    Ties NONE = (transaction, bucket, versions) -> Map.of();

    /**
     * Those of the versions that stand in the way of a disposal as waste. The answer holds until the transaction ends: whoever ties or seals one of them
     * waits for that.
     *
     * @param transaction of storage, with its search path; other schemas are named
     * @param versions of the bucket
     */
    Map<VersionId, Tie> of(Connection transaction, Bucket bucket, List<StoredVersion> versions) throws SQLException;

    enum Tie {
        TIED,
        SEALED
    }
}
