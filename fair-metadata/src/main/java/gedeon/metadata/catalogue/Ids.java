package gedeon.metadata.catalogue;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** Ids that lie together in an index when made together: UUID version 7 (RFC 9562, section 5.7). */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Clock clock;

    public Ids(Clock clock) {
        this.clock = clock;
    }

    public UUID next() {
        long high = clock.millis() << 16 | 0x7000 | RANDOM.nextInt(1 << 12);
        long low = RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
