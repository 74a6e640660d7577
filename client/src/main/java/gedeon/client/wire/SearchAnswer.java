package gedeon.client.wire;

import java.util.List;

/** What a search found. */
public record SearchAnswer(long total, List<HitBody> items, List<FacetBody> facets) {
    public SearchAnswer {
        items = Absent.asEmpty(items);
        facets = Absent.asEmpty(facets);
    }
}
