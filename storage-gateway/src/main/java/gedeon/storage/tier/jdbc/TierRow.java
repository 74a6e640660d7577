package gedeon.storage.tier.jdbc;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tier as the database knows it.
 *
 * @param settings of its kind, without any secret
 * @param rank see {@link gedeon.storage.tier.Tiers#rank}
 * @param held null where nobody has counted yet
 * @param unseen the namespace was made again without it: until an audit has looked it through, versions may name what no row says is there
 */
public record TierRow(
        short id,
        UUID uuid,
        String kind,
        String name,
        Map<String, String> settings,
        State state,
        int rank,
        TierTraits traits,
        @Nullable Held held,
        boolean unseen) {
    public enum State {
        /** Read and written. */
        ONLINE,
        /** Read; nothing new comes, and what lies there moves away. */
        DRAINING,
        /** Neither read nor written. */
        OFF
    }

    /** One of which nothing is known yet. */
    public TierRow(short id, UUID uuid, String kind, String name, Map<String, String> settings, State state, int rank) {
        this(id, uuid, kind, name, settings, state, rank, TierTraits.UNKNOWN, null, false);
    }
}
