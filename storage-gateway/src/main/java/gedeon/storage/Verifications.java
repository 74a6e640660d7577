package gedeon.storage;

import gedeon.kernel.Digest;
import gedeon.storage.objects.Pace;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is stored, told by reading it again and not by what was received. Rights are the caller's to ask. */
public interface Verifications {
    /**
     * Reads the stored bytes of a version whole, one copy of each of its blobs: from the medium and past this computer's memory where the tier can, decrypted where
     * they are encrypted. The SHA-256 found is compared with all that is known of the version. Where it agrees, the copies that were read are recorded as verified
     * now, and the SHA-256 becomes known where it was not, which is told as {@link ObjectVerified}, in the same transaction. A copy that is not what was written is
     * told as damage, as a fixity round does, and another one is read in its place.
     *
     * @param pace told of the bytes that were read; {@link #inBackground} for what nobody waits for
     * @throws IOException where nobody can say now: a tier is away, its disk or network fails; or as {@code pace} throws
     */
    Outcome verify(StoredVersion version, Pace pace) throws IOException, InterruptedException;

    /** Keeps to the bandwidth of background work and gives way to clients. */
    Pace inBackground();

    /**
     * A point behind all that is committed now, to ask {@link #journalled} for. It takes no part in any transaction.
     */
    long journalMark();

    /** Whether a tier's journal holds all that was committed when the mark was taken. Answers at once. */
    boolean journalled(long mark);

    /** As {@link #journalled}, after having it written where little waits to be. Takes as long as a tier takes to sync. */
    boolean hasten(long mark);

    /**
     * Those that cannot be relied on now: they are gone, or a blob of theirs has no copy that was verified and of which no damage is known. Costs what is asked for.
     */
    List<Named> unsound(int notebook, String bucket, List<Named> versions);

    /** @param version null where the key has no versions: the current one is meant */
    record Named(ObjectKey key, @Nullable VersionId version) {}

    /** What reading it again said. */
    sealed interface Outcome {
        /** @param pastCache whether all of it came past this computer's memory */
        record Verified(Digest sha256, boolean pastCache) implements Outcome {}

        /** No copy holds what was written. */
        record Damaged(String why) implements Outcome {}

        /** It is not there any more. */
        record Gone() implements Outcome {}

        /** Nobody but its owner can read it. */
        record Closed() implements Outcome {}
    }
}
