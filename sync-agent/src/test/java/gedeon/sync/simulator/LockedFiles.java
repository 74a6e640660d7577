package gedeon.sync.simulator;

import gedeon.sync.journal.OpenUpload;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.transfer.Sent;
import gedeon.sync.transfer.Transport;
import org.jspecify.annotations.Nullable;

/** What a reader meets where a program keeps all others out of a file: not to be had on every system, so told here. */
record LockedFiles(World world, Transport inner) implements Transport {
    @Override
    public Sent send(FoundFile file, String key, @Nullable OpenUpload unfinished, UploadLog log) {
        return world.locked(file.file())
                ? new Sent.Failed(file.file() + " cannot be read: it is being used by another process")
                : inner.send(file, key, unfinished, log);
    }
}
