package gedeon.client.wire;

/** A rotation of the master key: its name now, and how many keys were wrapped anew. */
public record RotationBody(String master, int keys) {}
