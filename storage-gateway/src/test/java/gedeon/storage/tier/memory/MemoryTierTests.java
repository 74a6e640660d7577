package gedeon.storage.tier.memory;

import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierContract;

class MemoryTierTests extends TierContract {
    private final Tier tier = new MemoryTier();

    @Override
    protected Tier tier() {
        return tier;
    }
}
