package gedeon.storage.quota.jdbc;

import gedeon.storage.quota.Room;
import java.time.Duration;

/**
 * @param life how long a lease lasts in the database without being renewed
 * @param renewal how often it is renewed
 * @param fence after how long without a confirmed renewal this process stops admitting; less than {@code life}
 * @param idle how long unused room is kept before it goes back
 * @param slice most bytes leased ahead of need
 * @param objects most objects leased ahead of need: as many as a slice of bytes holds of small ones, so that neither is drawn more often than the other
 */
public record LeaseSettings(Duration life, Duration renewal, Duration fence, Duration idle, long slice, long objects) {
    private static final long OBJECTS = 4096;
    public static final LeaseSettings DEFAULTS = new LeaseSettings(
            Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(5), 64 << 20);

    public LeaseSettings(Duration life, Duration renewal, Duration fence, Duration idle, long slice) {
        this(life, renewal, fence, idle, slice, OBJECTS);
    }

    public LeaseSettings {
        if (fence.compareTo(life) >= 0 || renewal.compareTo(fence) >= 0) {
            throw new IllegalArgumentException(
                    "a lease needs renewal < fence < life, was " + renewal + ", " + fence + ", " + life);
        }
    }

    Room ahead() {
        return new Room(slice, objects);
    }
}
