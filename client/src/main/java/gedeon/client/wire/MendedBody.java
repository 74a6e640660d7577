package gedeon.client.wire;

/** Something that an import repaired, by JSON pointer. */
public record MendedBody(String pointer, String what) {}
