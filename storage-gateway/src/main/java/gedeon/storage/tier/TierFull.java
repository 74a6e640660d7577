package gedeon.storage.tier;

import java.io.IOException;

/** Free space is below the floor; refused before the write began. */
public final class TierFull extends IOException {
    private static final long serialVersionUID = 1;

    public TierFull(String message) {
        super(message);
    }
}
