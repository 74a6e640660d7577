package gedeon.storage.tier;

import gedeon.storage.BlobId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A tier whose small blobs share packs, which holes make worth writing anew. */
public interface Packed {
    /** About how many bytes stand around a payload in its record: header, metadata, trailer. */
    int AROUND = 600;

    /** Share of a pack's bytes that nothing names any more from which on it is written anew; empty where the installation says so for all. */
    default OptionalDouble holes() {
        return OptionalDouble.empty();
    }

    /** @param size of its file in bytes */
    record Pack(BlobId id, long size) {}

    /**
     * Packs that nobody appends to any more.
     *
     * @param known sizes that the caller knows of packs which never change: where it would cost a read of the pack, that is what is told
     */
    List<Pack> sealed(Map<BlobId, Long> known) throws IOException;

    /** As {@link #sealed(Map)}, where nothing is known. */
    default List<Pack> sealed() throws IOException {
        return sealed(Map.of());
    }

    /** @param size of the whole record in bytes: header, payload, trailer and what fills it up */
    record Record(BlobId blob, long size) {}

    /** The records in a pack, in the order in which they were written; also those that nothing names any more. */
    List<Record> in(BlobId pack) throws IOException;

    /** All of them, also those that somebody appends to, or died over. */
    List<BlobId> ids() throws IOException;

    /** Tells of each blob in a pack whose header holds; a pack that is gone has none. */
    void each(BlobId pack, Holdings.Visitor visitor) throws IOException;

    /** Removes a pack of which nothing is named any more; absent: does nothing. */
    void remove(BlobId pack) throws IOException;
}
