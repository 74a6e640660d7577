package gedeon.storage.tier.posix;

import gedeon.storage.tier.TierFull;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes that writers of this process said they would bring and have not brought yet: nobody else's, down to the tier's floor. */
final class PromisedRoom {
    private final PosixTier tier;
    private final long floor;
    private final AtomicLong bytes = new AtomicLong();

    PromisedRoom(PosixTier tier, long floor) {
        this.tier = tier;
        this.floor = floor;
    }

    long bytes() {
        return bytes.get();
    }

    /**
     * @return what was taken, to be given back as it comes or is given up
     * @throws TierFull where there is not so much above the floor beside what is on its way
     */
    long take(long wanted) throws IOException {
        long others = bytes.getAndAdd(wanted);
        boolean taken = false;
        try {
            long free = tier.free();
            if (free - others - wanted < floor) {
                throw new TierFull("tier at " + tier.root() + " has " + free + " bytes free, " + others
                        + " of them for what is on its way; its floor is " + floor);
            }
            taken = true;
            return wanted;
        } finally {
            if (!taken) {
                giveBack(wanted);
            }
        }
    }

    void giveBack(long taken) {
        bytes.addAndGet(-taken);
    }
}
