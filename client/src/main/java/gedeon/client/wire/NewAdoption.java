package gedeon.client.wire;

import org.jspecify.annotations.Nullable;

/**
 * A folder of the server's machine that is to be taken in place.
 *
 * @param folder its absolute path
 * @param bucket of the notebook; null for one that is made
 * @param prefix of the keys; null for none
 * @param bandwidth bytes a second at which its files are hashed; 0 for no limit
 * @param traits what is known of where it is; null for nothing
 */
public record NewAdoption(
        String folder,
        String notebook,
        @Nullable String bucket,
        @Nullable String prefix,
        long bandwidth,
        @Nullable TierTraitsBody traits) {}
