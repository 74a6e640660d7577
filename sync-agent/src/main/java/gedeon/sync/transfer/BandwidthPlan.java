package gedeon.sync.transfer;

import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalLong;

/**
 * When how many bytes a second may leave: the first rule that holds, none: no limit. {@code whileAcquiring}: the share of that which is left to sending while an
 * acquisition is being written in a watched folder.
 */
public record BandwidthPlan(List<BandwidthRule> rules, double whileAcquiring) {
    public static final double HALF = 0.5;
    public static final BandwidthPlan UNLIMITED = new BandwidthPlan(List.of(), HALF);

    public BandwidthPlan {
        rules = List.copyOf(rules);
        if (!(whileAcquiring > 0 && whileAcquiring <= 1)) {
            throw new IllegalArgumentException(
                    "the share while acquiring is more than 0 and 1 at most, was " + whileAcquiring);
        }
    }

    /** Bytes a second. */
    OptionalLong limit(LocalDateTime now, boolean acquiring) {
        for (BandwidthRule rule : rules) {
            if (rule.holds(now)) {
                long bytes = rule.bytes();
                return OptionalLong.of(acquiring ? Math.max(1, (long) (bytes * whileAcquiring)) : bytes);
            }
        }
        return OptionalLong.empty();
    }
}
