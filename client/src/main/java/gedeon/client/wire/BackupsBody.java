package gedeon.client.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How backups stand.
 *
 * @param configured whether the server copies its database
 * @param keys whether it copies its keys
 * @param running since when a copy is being made
 * @param failure why the last one was not
 * @param log why the write-ahead log does not arrive; null where it does
 * @param copies the oldest first
 */
public record BackupsBody(
        boolean configured,
        @Nullable String folder,
        boolean keys,
        @Nullable Instant running,
        @Nullable String failure,
        @Nullable String log,
        List<BackupBody> copies) {}
