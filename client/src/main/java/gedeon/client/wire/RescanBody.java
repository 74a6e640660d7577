package gedeon.client.wire;

/** How many agents were told to look at everything anew. */
public record RescanBody(int agents) {}
