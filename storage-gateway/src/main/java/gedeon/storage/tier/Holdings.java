package gedeon.storage.tier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Looks through all of a tier, whatever any row says: for a namespace that has to be made again. */
@FunctionalInterface
public interface Holdings {
    /**
     * A blob whose header holds.
     *
     * @param metadata JSON of its header, as stored
     */
    record Held(Location at, boolean encrypted, byte[] metadata) {
        /** @param head whole, with its checksum looked at: {@link BlobForm#wholeHead} */
        public static Held of(Location at, byte[] head) {
            ByteBuffer bytes = ByteBuffer.wrap(head);
            return new Held(
                    at,
                    BlobForm.encrypted(bytes),
                    Arrays.copyOfRange(head, BlobForm.HEADER, BlobForm.HEADER + bytes.getInt(12)));
        }
    }

    /** Told of each blob, by several threads. */
    @FunctionalInterface
    interface Visitor {
        void found(Held held) throws IOException;
    }

    /** Each blob that lies in the tier, once; what is no whole blob is passed over. */
    void each(Visitor visitor) throws IOException;
}
