package gedeon.client.wire;

/**
 * An adopted folder is to be compared with what is known of it.
 *
 * @param take whether what came becomes objects, and what changed new versions
 * @param bandwidth bytes a second at which files are read; 0 for no limit
 */
public record AdoptionRepeat(boolean take, long bandwidth) {}
