package gedeon.sync.transfer;

import java.util.ArrayList;
import java.util.List;

/** How many small files go together: as much as the server takes of files, and half as much as it takes of bytes, so that two on their way are no more than a part. */
public final class Packs {
    /** Of one request, as the server has it. */
    static final int MOST_FILES = 256;

    static final long MOST_BYTES = 4 << 20;

    private Packs() {}

    /** In the same order, each as full as it may be. */
    public static List<List<Parcel>> of(List<Parcel> parcels) {
        List<List<Parcel>> packs = new ArrayList<>();
        List<Parcel> open = new ArrayList<>();
        long bytes = 0;
        for (Parcel parcel : parcels) {
            if (!open.isEmpty() && (open.size() == MOST_FILES || bytes + parcel.size() > MOST_BYTES)) {
                packs.add(open);
                open = new ArrayList<>();
                bytes = 0;
            }
            open.add(parcel);
            bytes += parcel.size();
        }
        if (!open.isEmpty()) {
            packs.add(open);
        }
        return packs;
    }
}
