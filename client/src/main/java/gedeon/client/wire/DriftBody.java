package gedeon.client.wire;

import java.util.List;

/** Where reality differs from a plan. */
public record DriftBody(String plan, List<DriftItem> items) {
    public DriftBody {
        items = Absent.asEmpty(items);
    }
}
