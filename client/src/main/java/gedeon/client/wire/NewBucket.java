package gedeon.client.wire;

/** A bucket to make in a notebook. */
public record NewBucket(String name, boolean versioned) {}
