package gedeon.storage.lifecycle.tiering;

import gedeon.storage.BlobId;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** On which day each blob was last read: noted beside, never while somebody waits. A kill forgets the last minute. */
public final class Reads {
    private static final int MOST = 100_000;

    private final Sql sql;
    private final Set<BlobId> read = ConcurrentHashMap.newKeySet();

    public Reads(Sql sql) {
        this.sql = sql;
    }

    /** Costs an entry in memory; where there are too many, this one is forgotten. */
    public void of(BlobId blob) {
        if (read.size() < MOST) {
            read.add(blob);
        }
    }

    public void tell() {
        List<UUID> all = new ArrayList<>();
        for (BlobId one : read) {
            read.remove(one);
            all.add(NewVersion.uuid(one));
        }
        for (int from = 0; from < all.size(); from += 1000) {
            sql.update(
                    "update location set read_on = current_date where blob_id = any (?) and state = 'l' and (read_on is null or read_on < current_date)",
                    (Object)
                            all.subList(from, Math.min(all.size(), from + 1000)).toArray(new UUID[0]));
        }
    }
}
