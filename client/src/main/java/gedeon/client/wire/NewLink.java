package gedeon.client.wire;

/** A link to add to a dataset. */
public record NewLink(String relation, String kind, String name) {}
