package gedeon.storage.tier;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Where blobs rest. A blob is whole and durable when {@link BlobWriter#publish} returns, or absent. Blobs are never changed.
 */
public interface Tier extends AutoCloseable {
    Set<Trait> traits();

    /**
     * Begins a blob. Nothing is visible before {@link BlobWriter#publish}.
     *
     * @param metadata JSON of the blob header (notebook, bucket, key, nonce or upload id and part number, content headers): STORAGE section 3
     * @param expected payload bytes, or -1 where unknown; the tier decides by it between pack and file
     * @param encrypted whether the payload is: the header says so
     * @throws TierOffline where the root is not the tier's (a mount that is gone)
     * @throws TierFull below the free-space floor; writing and publishing throw it where the disk becomes full meanwhile, and {@link TierBroken} where it fails
     */
    BlobWriter begin(BlobId blob, byte[] metadata, long expected, boolean encrypted) throws IOException;

    /** A blob whose payload is plain. */
    default BlobWriter begin(BlobId blob, byte[] metadata, long expected) throws IOException {
        return begin(blob, metadata, expected, false);
    }

    /**
     * Payload bytes {@code [from, from + length)}. Each 256 KiB block's CRC32C is checked before any of its bytes is handed out;
     * a bad block throws {@link DamagedBlock}, an absent blob {@link java.nio.file.NoSuchFileException}. The caller closes.
     */
    InputStream read(Location location, long from, long length) throws IOException;

    /**
     * As {@link #read}, from where it rests and past this computer's memory where the tier can; the answer says whether it does. What is damaged is told when it is
     * read.
     */
    default AtRest atRest(Location location) {
        return AtRest.anyhow((from, length) -> read(location, from, length));
    }

    /**
     * What its header and trailer say, each checked: what a copy needs beside the payload.
     *
     * @throws DamagedBlock where they are not what was written; an absent blob throws {@link java.nio.file.NoSuchFileException}
     */
    BlobEnds ends(Location location) throws IOException;

    /** Removes the bytes; absent: does nothing. */
    void delete(Location location) throws IOException;

    /**
     * Takes back what this process published a moment ago and nothing has named, or ever will: a rebuild of the namespace does not find it. Absent: does nothing.
     * Unlike {@link #delete} it may be forgotten by a disk that loses its power.
     */
    default void discard(Location location) throws IOException {
        delete(location);
    }

    /** With which settings another process opens it by its kind; empty where it cannot. */
    default Map<String, String> reopening() {
        return Map.of();
    }

    /** Under which name this process writes here, where something may stay behind when it dies; {@link #sweep} asks for it. */
    default Optional<UUID> writer() {
        return Optional.empty();
    }

    /**
     * Tidies up after writers that are dead: what they had staged goes away, the packs that they had open are cut at their last record. Several
     * processes may do so at once.
     *
     * @param alive false only for a writer whose lease has ended: nothing that it wrote can be committed any more
     * @param untouched what was changed later than this long ago is left for the next time
     */
    default void sweep(Predicate<UUID> alive, Duration untouched) throws IOException {}

    /**
     * Whether what lies there has the size that it was written with; reads no payload.
     *
     * @throws TierOffline where nobody can say
     */
    default boolean holds(Location location) throws IOException {
        try {
            ends(location);
            return true;
        } catch (DamagedBlock | java.nio.file.NoSuchFileException e) {
            return false;
        }
    }

    /** What rests here in files or objects of their own, for an audit; empty where this tier cannot be looked through. */
    default Optional<Shelves> shelves() {
        return Optional.empty();
    }

    /** Its packs, where it has some. */
    default Optional<Packed> packed() {
        return Optional.empty();
    }

    /** How it seals what has gathered, where it does. */
    default Optional<Batches> batches() {
        return Optional.empty();
    }

    /** Where it keeps what it is told of the namespace; empty where it cannot. */
    default Optional<Annals> annals() {
        return Optional.empty();
    }

    /** All that lies there, for a rebuild; empty where this tier cannot be looked through. */
    default Optional<Holdings> holdings() {
        return Optional.empty();
    }

    /** Where some of its blobs came without digests. */
    default Optional<Unproven> unproven() {
        return Optional.empty();
    }

    /**
     * Asks whether it is there now and the one that it was: as long as its disk or its far side takes to answer.
     *
     * @throws TierOffline where it is not
     */
    default void requireThere() throws IOException {}

    /** Bytes that can still be written; {@link Long#MAX_VALUE} where no end can be measured. */
    long free() throws IOException;

    /** Bytes that it may hold in all, where somebody said so and what is left cannot be measured. */
    default OptionalLong capacity() {
        return OptionalLong.empty();
    }

    /** Bytes of them that work in the background may take: what people need next is left to them. Negative where they have less already. */
    default long spare() throws IOException {
        return free();
    }

    @Override
    void close() throws IOException;

    /** Receives the payload once, front to back, by one thread. Closing without {@link #publish} leaves nothing. */
    interface BlobWriter extends AutoCloseable {
        void write(byte[] buffer, int offset, int length) throws IOException;

        /**
         * Writes the trailer, syncs and publishes; durable on return. May be called once.
         *
         * @param sha256 of the payload as stored
         * @param plainSha256 of the plain bytes
         * @param plainMd5 of the plain bytes
         * @throws java.nio.file.FileAlreadyExistsException where the blob exists: never overwrites
         */
        Location publish(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException;

        /**
         * As {@link #publish}, but durable only when {@link Pending#await} returns: whoever publishes several and then awaits them lets one sync serve all,
         * where the tier can. The caller closes what it gets.
         */
        default Pending publishLater(Digest sha256, Digest plainSha256, Digest plainMd5) throws IOException {
            return Pending.durable(publish(sha256, plainSha256, plainMd5));
        }

        /** Gives up what was not published; after publish: does nothing. */
        @Override
        void close();
    }
}
