package gedeon.storage.tier.posix;

import gedeon.storage.tier.Location;
import gedeon.storage.tier.Pending;
import java.io.IOException;

/** A record that was written into a pack, which stays open for it until this is closed. Of several, the first that is awaited syncs them all. */
final class PackedRecord implements Pending {
    private final Pack pack;
    private final long ticket;
    private final Location location;
    private boolean closed;

    /** @param ticket of {@link Pack#wrote} */
    PackedRecord(Pack pack, long ticket, Location location) {
        this.pack = pack;
        this.ticket = ticket;
        this.location = location;
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public void await() throws IOException {
        pack.await(ticket);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            pack.release();
        }
    }
}
