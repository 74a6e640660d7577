package gedeon.client.wire;

/** A request is refused, and why. */
public record RoomRefusal(String words) {}
