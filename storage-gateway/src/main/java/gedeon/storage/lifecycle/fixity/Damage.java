package gedeon.storage.lifecycle.fixity;

import gedeon.storage.BlobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A copy that was not what was written.
 *
 * @param repaired when it was written anew from another copy; null: not yet
 * @param otherCopies how many sound ones there are; none of an open one means that its content is lost
 */
public record Damage(
        BlobId blob,
        short tier,
        Instant found,
        String reason,
        @Nullable Instant repaired,
        int otherCopies) {}
