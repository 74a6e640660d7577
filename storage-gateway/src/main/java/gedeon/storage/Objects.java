package gedeon.storage;

import gedeon.kernel.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reading what is stored, for the other modules. Rights are the caller's to ask ({@link gedeon.storage.notebooks.Rights}). */
public interface Objects {
    /** The version asked for, or the current one where {@code version} is null; empty where absent or a delete marker. */
    Optional<StoredVersion> find(String bucket, ObjectKey key, @Nullable VersionId version);

    /** Plain bytes from {@code offset}, at most {@code length}; each block is checked before it is handed out. The caller closes. */
    InputStream read(StoredVersion version, long offset, long length) throws IOException;

    /**
     * The SHA-256 of the whole version: from the namespace where it is known; else the object is read back once, by the checked path, which takes as long
     * as reading it, and what was found is recorded, so that the next call is free.
     *
     * @throws gedeon.storage.objects.Refusal where the version is gone
     * @throws IOException where the bytes are unreadable or damaged; nothing is recorded then
     */
    Digest sha256(StoredVersion version) throws IOException;

    /** The notebook's bucket for raw data: write-once, filled by agents; empty where none was made. */
    Optional<String> rawBucket(int notebook);

    /** Current objects after {@code after} (exclusive) in key order, at most {@code limit}. */
    List<StoredVersion> list(String bucket, @Nullable ObjectKey after, int limit);

    /** Multipart uploads into keys that begin with {@code prefix} and are not completed, by key, at most {@code most}. */
    List<OpenUpload> openUploads(String bucket, String prefix, int most);

    /**
     * An upload that somebody began.
     *
     * @param metadata what its object will bear, names in lower case
     * @param firstPart bytes of the part that has number 1; 0 where it was not sent yet
     */
    record OpenUpload(ObjectKey key, String id, Instant began, Map<String, String> metadata, long firstPart) {
        public OpenUpload {
            metadata = Map.copyOf(metadata);
        }
    }
}
