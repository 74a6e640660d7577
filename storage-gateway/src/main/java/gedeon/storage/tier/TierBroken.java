package gedeon.storage.tier;

import java.io.IOException;

/** The disk or the network below refused a read or write; what was being written is not there. */
public final class TierBroken extends IOException {
    private static final long serialVersionUID = 1;

    public TierBroken(String message, Throwable cause) {
        super(message, cause);
    }
}
