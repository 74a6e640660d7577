package gedeon.dmp;

import static java.util.Objects.requireNonNull;

import gedeon.kernel.ByteCount;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it stands.
 *
 * @param seq order of lists
 * @param version the newest
 * @param approvedVersion the one in force, or null
 * @param planned what the newest version promises; null where it names no size
 */
public record Plan(
        UUID id,
        long seq,
        int notebook,
        String title,
        State state,
        int version,
        @Nullable Integer approvedVersion,
        @Nullable ByteCount planned,
        Instant created,
        Instant modified) {
    public Plan {
        requireNonNull(id, "id");
        requireNonNull(title, "title");
        requireNonNull(state, "state");
        if (version < 1 || approvedVersion != null && (approvedVersion < 1 || approvedVersion > version)) {
            throw new IllegalArgumentException(
                    "versions count from 1 and the newest is last, were " + version + " and " + approvedVersion);
        }
    }

    public enum State {
        /** No version was ever approved. */
        DRAFT,
        /** The newest version is in force. */
        APPROVED,
        /** An older version is in force; the newest waits for approval. */
        AMENDED
    }

    /** The version that reality is held against. */
    public int measuredVersion() {
        return approvedVersion == null ? version : approvedVersion;
    }
}
