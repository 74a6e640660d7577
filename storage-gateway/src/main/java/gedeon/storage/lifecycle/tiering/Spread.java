package gedeon.storage.lifecycle.tiering;

import gedeon.storage.tier.jdbc.Demands;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.jdbc.TierTraits;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses tiers for the copies that a policy counts and does not name. */
final class Spread {
    private final Map<Short, TierTraits> traits;

    Spread(List<TierRow> tiers) {
        this.traits = tiers.stream().collect(Collectors.toUnmodifiableMap(TierRow::id, TierRow::traits));
    }

    boolean allows(Demands demands, short tier) {
        return demands.allow(traits.getOrDefault(tier, TierTraits.UNKNOWN));
    }

    /** How many copies these are, as the demands count them. */
    long count(Demands demands, Collection<Short> tiers) {
        return demands.differentPlaces()
                ? tiers.stream()
                        .map(tier ->
                                traits.getOrDefault(tier, TierTraits.UNKNOWN).place())
                        .filter(Objects::nonNull)
                        .distinct()
                        .count()
                : tiers.size();
    }

    /**
     * These, with as many more as are asked for, or as there are.
     *
     * @param from tiers that may have one, the first chosen first
     */
    Set<Short> over(Demands demands, Collection<Short> given, Collection<Short> from) {
        Set<Short> chosen = new LinkedHashSet<>(given);
        long count = count(demands, chosen);
        for (short tier : from) {
            if (count >= demands.copies()) {
                break;
            }
            if (allows(demands, tier) && chosen.add(tier)) {
                long with = count(demands, chosen);
                if (with > count) {
                    count = with;
                } else {
                    chosen.remove(tier);
                }
            }
        }
        return chosen;
    }
}
