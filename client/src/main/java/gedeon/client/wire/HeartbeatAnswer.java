package gedeon.client.wire;

import java.time.Instant;

/** The server's clock. */
public record HeartbeatAnswer(Instant clock) {}
