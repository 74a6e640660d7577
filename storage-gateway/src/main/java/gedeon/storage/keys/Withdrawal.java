package gedeon.storage.keys;

import gedeon.storage.encryption.KeyRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A generation whose content is written anew under the current one, and which is destroyed then.
 *
 * @param finished when it was destroyed; null while there is something to do
 * @param blobs under it when it began
 * @param bytes plain bytes written anew so far
 * @param reason why it did not get on the last time; null where it does
 */
public record Withdrawal(
        long id,
        KeyRef ref,
        Instant started,
        @Nullable Instant finished,
        long blobs,
        long done,
        long bytes,
        @Nullable String reason) {}
