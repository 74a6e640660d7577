package gedeon.storage.tier;

import java.io.IOException;

/** The tier's root is not there or not this tier's; nothing was written. */
public final class TierOffline extends IOException {
    private static final long serialVersionUID = 1;

    public TierOffline(String message) {
        super(message);
    }
}
