package gedeon.client.wire;

/** Who the bearer of a token is; {@code kind} is {@code admin}, {@code person} or {@code agent}. */
public record Me(String id, String name, String kind) {}
