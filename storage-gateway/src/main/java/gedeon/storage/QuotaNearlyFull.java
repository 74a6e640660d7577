package gedeon.storage;

import java.time.Instant;

/**
 * A scope's use has passed a threshold of its limit, in bytes or objects. Told once for each passing of each threshold, and again only after it fell below.
 *
 * @param name of the notebook or unit
 * @param alarm false for the first threshold, true for the second
 * @param percent the threshold passed
 */
public record QuotaNearlyFull(Scope scope, String name, boolean alarm, int percent, Quota quota, Instant since) {
    /** How much of the limit is used, of that kind which has least left: 1 is full. */
    public double share() {
        double bytes = (double) quota.used().value() / Math.max(1, quota.limit().value());
        Long objects = quota.objects().limit();
        return objects == null
                ? bytes
                : Math.max(bytes, (double) quota.objects().used() / Math.max(1, objects));
    }
}
