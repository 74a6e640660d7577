package gedeon.client.wire;

import java.time.Instant;

/** A bucket of a notebook. */
public record BucketBody(String name, boolean versioned, Instant created) {}
