package gedeon.client.wire;

import java.time.Instant;

/** Room that is kept for an acquisition until {@code expires}: requests to the S3 port name it in {@code x-gedeon-reservation}. */
public record ReservationBody(String reservation, Instant expires) {}
