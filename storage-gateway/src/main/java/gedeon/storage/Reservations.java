package gedeon.storage;

import gedeon.kernel.ByteCount;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Room that an account asks for before the first byte of something large, such as an acquisition of many files. It is promised to nobody else, whatever becomes
 * of any process; objects that name it are stored in it, until it ends. Durable on return.
 */
public interface Reservations {
    /**
     * What room is wanted for.
     *
     * @param source where it comes from
     * @param name what it is called there: the same account, notebook, source and name are the same matter
     * @param bytes what is not stored yet, parts of uploads that are open included
     * @param objects how many are not stored yet
     */
    record Wanted(int notebook, long account, String source, String name, ByteCount bytes, long objects) {
        private static final long MOST_BYTES = 1L << 60;
        private static final long MOST_OBJECTS = 1L << 40;

        public Wanted {
            if (source.isBlank() || name.isBlank()) {
                throw new IllegalArgumentException("a reservation names a source and what it is for");
            }
            if (bytes.value() > MOST_BYTES || objects < 1 || objects > MOST_OBJECTS) {
                throw new IllegalArgumentException("a reservation for " + name + " is of 1 to " + MOST_OBJECTS
                        + " objects and " + MOST_BYTES + " bytes at most, was of " + objects + " objects and " + bytes
                        + " bytes");
            }
        }
    }

    /** @param expires when it ends by itself, whatever is left of it */
    record Reserved(UUID id, Instant expires) {}

    /**
     * Reserves, or makes the one that there is for the same matter fit: grown or shrunk to what is wanted now, less what open uploads hold that were begun in it.
     * One matter has the same id for ever.
     *
     * @throws QuotaExceeded where some scope has not enough room; one that there was stays as it is. Told by {@link #tellRefused}
     * @throws IllegalArgumentException where the account keeps too many
     */
    Reserved reserve(Wanted wanted, Duration life);

    /** Gives back what is left; of another account, or ended before: nothing. Uploads that were begun in it go on like any other. */
    void end(long account, UUID id);

    /** As {@link #end}, of the matter. */
    void end(int notebook, long account, String source, String name);

    /** Ends what is older than its life, some hundreds at a time; returns how many. */
    int endOverdue();

    /**
     * Hands over each account that was refused room in a notebook since its last success there: once, at least, until what was refused, or as much, fits.
     * Who was not refused again for a day is forgotten. Returns how many.
     */
    int tellRefused(Consumer<RoomRefused> to);
}
