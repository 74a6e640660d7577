package gedeon.sync.simulator;

import gedeon.sync.journal.OpenUpload;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.transfer.Parcel;
import gedeon.sync.transfer.Sent;
import gedeon.sync.transfer.Transport;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reader meets where a program keeps all others out of a file: not to be had on every system, so told here. */
record LockedFiles(World world, Transport inner) implements Transport {
    @Override
    public Sent send(FoundFile file, String key, @Nullable OpenUpload unfinished, UploadLog log) {
        return world.locked(file.file()) ? locked(file) : inner.send(file, key, unfinished, log);
    }

    @Override
    public List<Sent> sendTogether(List<Parcel> parcels, UploadLog log) {
        List<Parcel> free = parcels.stream()
                .filter(parcel -> !world.locked(parcel.file().file()))
                .toList();
        Iterator<Sent> sent = inner.sendTogether(free, log).iterator();
        return parcels.stream()
                .map(parcel -> free.contains(parcel) ? sent.next() : locked(parcel.file()))
                .toList();
    }

    private static Sent locked(FoundFile file) {
        return new Sent.Failed(file.file() + " cannot be read: it is being used by another process");
    }
}
