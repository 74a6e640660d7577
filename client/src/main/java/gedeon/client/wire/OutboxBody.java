package gedeon.client.wire;

/** How many events wait for a consumer and how many were parked after repeated failure. */
public record OutboxBody(String consumer, long waiting, long parked) {}
