package gedeon.storage.tier.adopted;

import gedeon.kernel.Digest;
import gedeon.storage.BlobId;
import java.util.Optional;

/** What is known of the files of one adopted folder. */
public interface AdoptedFiles {
    /** Also of one that was left. */
    Optional<AdoptedFile> find(BlobId blob);

    /** Checksums of blocks {@code [first, first + count)} of a file that was hashed, four bytes each; fewer where there are no more. */
    byte[] blockCrcs(BlobId blob, int first, int count);

    /** The SHA-256 that a version of it says already: of one that was hashed before a rebuild. */
    Optional<Digest> said(BlobId blob);

    /** Keeps what was found by reading it whole. */
    void hashed(BlobId blob, AdoptedFile.Hashed hashed);

    /** It is not what was acknowledged any more. */
    void lost(BlobId blob, AdoptedFile.State state);

    /** Its bytes are not wanted here any more. */
    void left(BlobId blob);

    /** JSON for the header of a stored copy. */
    byte[] metadata(BlobId blob);
}
