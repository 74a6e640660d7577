package gedeon.sync.journal;

import java.time.Instant;

/** A multipart upload that was begun for this content of a file and not yet completed. */
public record OpenUpload(String path, String key, String uploadId, long partSize, long size, Instant modified) {}
