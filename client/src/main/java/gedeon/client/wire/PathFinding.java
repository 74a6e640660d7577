package gedeon.client.wire;

/**
 * A path below an adopted folder, and what is with it.
 *
 * @param what {@code changed}, {@code gone}, {@code came}, {@code taken}, or why it is no object
 */
public record PathFinding(String what, String path) {}
