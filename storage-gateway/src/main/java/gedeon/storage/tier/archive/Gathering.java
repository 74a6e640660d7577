package gedeon.storage.tier.archive;

import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import java.io.IOException;

/** Where blobs gather before they are sealed: a tier within the archive, each of whose blobs can be had as it is stored. */
interface Gathering {
    Tier tier();

    /** Bytes of a blob's stored form. @throws java.io.EOFException where there are fewer */
    byte[] stored(Location blob, long from, int length) throws IOException;
}
