package gedeon.client.wire;

/** A file of an acquisition that is not stored as it was declared. */
public record BrokenFileBody(String path, String reason) {}
