package gedeon.client.wire;

/** One value of a facet and how many datasets have it. */
public record FacetValue(String value, long count) {}
