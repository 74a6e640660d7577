package gedeon.server.assembly;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a restore was asked to do.
 *
 * @param from a folder of backups; empty: nothing is restored
 * @param keys a folder of copies of keys
 * @param until a moment; empty: as late as can be
 * @param replace whether a database that is there is moved aside
 * @param dryRun whether the copy is only read
 */
public record RestoreOptions(
        Optional<Path> from, Optional<Path> keys, Optional<String> until, boolean replace, boolean dryRun) {
    public static final RestoreOptions NONE =
            new RestoreOptions(Optional.empty(), Optional.empty(), Optional.empty(), false, false);
}
