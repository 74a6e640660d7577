package gedeon.client.wire;

/** An acquisition that its computer may delete, if its receipt still holds. */
public record RecheckBody(String source, String name, String receipt) {}
