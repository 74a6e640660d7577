package gedeon.client.wire;

/** The version that becomes the next one. */
public record BackTo(int to) {}
