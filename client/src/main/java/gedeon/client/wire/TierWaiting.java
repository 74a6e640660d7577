package gedeon.client.wire;

import java.time.Instant;

/**
 * What could not be sealed in an archive and is tried again.
 *
 * @param blobs of them; 0 where all of it waits, for an archive that was away
 * @param again when something of it is tried next
 * @param reason of the last failure
 */
public record TierWaiting(long blobs, Instant again, String reason) {}
