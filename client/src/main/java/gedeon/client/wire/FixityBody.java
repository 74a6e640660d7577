package gedeon.client.wire;

import java.util.List;

/** How sound the copies are: by tier, and what was found damaged, the open ones first. */
public record FixityBody(long open, long lost, long repaired, List<TierFixity> tiers, List<DamageBody> damage) {
    public FixityBody {
        tiers = Absent.asEmpty(tiers);
        damage = Absent.asEmpty(damage);
    }
}
