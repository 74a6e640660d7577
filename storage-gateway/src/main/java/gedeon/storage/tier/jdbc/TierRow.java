package gedeon.storage.tier.jdbc;

import java.util.Map;
import java.util.UUID;

/**
 * A tier as the database knows it.
 *
 * @param settings of its kind, without any secret
 * @param rank see {@link gedeon.storage.tier.Tiers#rank}
 */
public record TierRow(
        short id, UUID uuid, String kind, String name, Map<String, String> settings, State state, int rank) {
    public enum State {
        /** Read and written. */
        ONLINE,
        /** Read; nothing new comes, and what lies there moves away. */
        DRAINING,
        /** Neither read nor written. */
        OFF
    }
}
