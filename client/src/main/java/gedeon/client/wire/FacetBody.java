package gedeon.client.wire;

import java.util.List;

/** How the datasets found are spread over the values of one field. */
public record FacetBody(String name, List<FacetValue> values) {
    public FacetBody {
        values = Absent.asEmpty(values);
    }
}
