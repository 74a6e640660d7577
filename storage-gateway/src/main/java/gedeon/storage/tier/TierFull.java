package gedeon.storage.tier;

import java.io.IOException;

/** Free space is below the floor, or ended in mid-write; what was being written is not there. */
public final class TierFull extends IOException {
    private static final long serialVersionUID = 1;

    public TierFull(String message) {
        super(message);
    }
}
