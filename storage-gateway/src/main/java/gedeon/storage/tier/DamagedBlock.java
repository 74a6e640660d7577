package gedeon.storage.tier;

import java.io.IOException;

/** A block's CRC32C is not the one in the trailer, or the form around it cannot be read. */
public final class DamagedBlock extends IOException {
    private static final long serialVersionUID = 1;

    public DamagedBlock(Location location, long block, String what) {
        super("blob " + location.blob() + ", block " + block + ": " + what);
    }
}
