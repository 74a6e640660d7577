package gedeon.storage.quota.jdbc;

import java.time.Duration;

/**
 * @param life how long a lease lasts in the database without being renewed
 * @param renewal how often it is renewed
 * @param fence after how long without a confirmed renewal this process stops admitting; less than {@code life}
 * @param idle how long unused room is kept before it goes back
 * @param slice largest amount leased ahead of need
 */
public record LeaseSettings(Duration life, Duration renewal, Duration fence, Duration idle, long slice) {
    public static final LeaseSettings DEFAULTS = new LeaseSettings(
            Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(5), 64 << 20);

    public LeaseSettings {
        if (fence.compareTo(life) >= 0 || renewal.compareTo(fence) >= 0) {
            throw new IllegalArgumentException(
                    "a lease needs renewal < fence < life, was " + renewal + ", " + fence + ", " + life);
        }
    }
}
