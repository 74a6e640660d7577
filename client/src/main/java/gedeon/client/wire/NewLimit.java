package gedeon.client.wire;

/** A new limit for a notebook, in bytes. */
public record NewLimit(long limit) {}
