package gedeon.storage.lifecycle.tiering;

import gedeon.storage.tier.jdbc.Demands;
import java.util.List;

/**
 * Where the blobs of a notebook lie.
 *
 * @param landing ids of tiers: new blobs go into the first that takes them
 * @param copies ids of tiers each of which has one more copy
 * @param rules when blobs lie elsewhere; of those that fit the last counts
 * @param demands what it asks of tiers beside
 * @param fixityDays within how many days each copy is read again
 */
public record StoragePolicy(
        int id,
        String name,
        List<Short> landing,
        List<Short> copies,
        List<PolicyRule> rules,
        int fixityDays,
        Demands demands) {

    /** One that asks nothing of tiers but that they be there. */
    public StoragePolicy(
            int id, String name, List<Short> landing, List<Short> copies, List<PolicyRule> rules, int fixityDays) {
        this(id, name, landing, copies, rules, fixityDays, Demands.NONE);
    }

    public StoragePolicy {
        if (landing.isEmpty()) {
            throw new IllegalArgumentException("a storage policy names at least one tier where blobs land");
        }
        if (fixityDays < 1) {
            throw new IllegalArgumentException("copies are read again within at least one day, was " + fixityDays);
        }
        landing = List.copyOf(landing);
        copies = List.copyOf(copies);
        rules = List.copyOf(rules);
    }
}
