package gedeon.storage.objects;

import gedeon.storage.namespace.Committer;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.quota.Claim;
import gedeon.storage.quota.Room;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Small objects of one bucket that are stored together: all, or none of them.
 *
 * @param bytes of all of them
 * @param objects how many they are
 * @param claim the reservation that they are stored in; null: the notebook's room
 * @param arriving asked for them once room for all is promised
 */
public record Together(
        Bucket bucket, long bytes, int objects, @Nullable Claim claim, Arriving arriving) {
    /** As many as one transaction takes. */
    public static final int MOST = Committer.GROUP;

    /** Reads what comes. */
    @FunctionalInterface
    public interface Arriving {
        List<Put> read() throws IOException;
    }

    public Together {
        if (objects < 1 || objects > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " objects are stored together, was " + objects);
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("the size of objects is never negative, was " + bytes);
        }
    }

    /** In the notebook's room. */
    public Together(Bucket bucket, long bytes, int objects, Arriving arriving) {
        this(bucket, bytes, objects, null, arriving);
    }

    /** What all of it takes of quotas. */
    Room room() {
        return new Room(bytes, objects);
    }

    /** Those that came, which are as was said: of this bucket, so many, of distinct keys and of so many bytes. */
    List<Put> puts() throws IOException {
        List<Put> puts = arriving.read();
        Set<Object> keys = new HashSet<>();
        long length = 0;
        for (Put put : puts) {
            if (put.bucket().id() != bucket.id() || put.length() < 0 || !keys.add(put.key())) {
                throw new IllegalArgumentException(
                        put.key() + " is of another bucket, of unknown length, or there twice");
            }
            length += put.length();
        }
        if (length != bytes || puts.size() != objects) {
            throw new IllegalArgumentException(
                    puts.size() + " objects of " + length + " bytes came, " + objects + " of " + bytes + " were said");
        }
        return puts;
    }
}
