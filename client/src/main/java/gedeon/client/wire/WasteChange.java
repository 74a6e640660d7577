package gedeon.client.wire;

/** How many versions of a bucket were marked, or unmarked, and their bytes. */
public record WasteChange(String bucket, long versions, long bytes) {}
