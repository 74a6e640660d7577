package gedeon.sync.simulator;

import gedeon.sync.scan.FoundFile;
import gedeon.sync.settle.DiskGlimpse;
import gedeon.sync.settle.Glimpse;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * The disk as it is, with the handles that the writers of the simulation hold. On a share nobody can tell who holds a file.
 *
 * @param share whether the folder lies on one
 */
record Sight(World world, DiskGlimpse disk, boolean share) implements Glimpse {
    Sight(World world, boolean share) {
        this(world, new DiskGlimpse(), share);
    }

    @Override
    public boolean exists(Path file) {
        return disk.exists(file);
    }

    @Override
    public boolean endsWith(Path file, byte[] end, boolean spaceBehind) throws IOException {
        if (world.locked(file)) {
            throw new FileSystemException(file.toString(), null, "it is being used by another process");
        }
        return disk.endsWith(file, end, spaceBehind);
    }

    @Override
    public Held held(FoundFile file) {
        if (share) {
            return Held.UNKNOWN;
        }
        return world.held(file.file()) ? Held.OPEN : Held.CLOSED;
    }
}
