package gedeon.client.wire;

import java.util.List;

/**
 * What a change would move, as of now.
 *
 * @param exact whether every blob was looked at; otherwise the figures are raised from a sample
 * @param looked how many blobs were looked at
 */
public record PreviewBody(boolean exact, long looked, List<TierFlow> tiers) {
    public PreviewBody {
        tiers = Absent.asEmpty(tiers);
    }
}
