package gedeon.storage.lifecycle.tiering;

import java.io.IOException;

/** A tier takes nothing now: it is away, full, or below its floor. Nothing was written. */
final class DestinationAway extends IOException {
    private static final long serialVersionUID = 1;

    private final short tier;

    DestinationAway(short tier, IOException why) {
        super(why.getMessage(), why);
        this.tier = tier;
    }

    short tier() {
        return tier;
    }
}
