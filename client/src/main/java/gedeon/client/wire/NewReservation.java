package gedeon.client.wire;

/**
 * Room that an agent wants for what is not stored yet of an acquisition.
 *
 * @param bytes of those files, whatever open uploads hold of them already
 * @param objects how many files
 */
public record NewReservation(String acquisition, String source, long bytes, long objects) {}
