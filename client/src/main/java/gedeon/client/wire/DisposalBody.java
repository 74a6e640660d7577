package gedeon.client.wire;

import java.util.List;

/**
 * What destroying a notebook's encryption keys means, or did.
 *
 * @param destroyed false for a dry run
 * @param allowed whether nothing stands in its way
 * @param keys that it ends, as NAME/GENERATION
 * @param versions that nobody can read any more then, of {@code bytes} in all
 * @param customers versions under customers' keys: not touched
 * @param compliance versions under COMPLIANCE, {@code held} on legal hold, {@code governance} under GOVERNANCE
 */
public record DisposalBody(
        String notebook,
        boolean destroyed,
        boolean allowed,
        List<String> keys,
        long versions,
        long bytes,
        long customers,
        long compliance,
        long held,
        long governance) {
    public DisposalBody {
        keys = Absent.asEmpty(keys);
    }
}
