package gedeon.client.wire;

import java.util.List;

/** Whether a tier keeps its promises, promise by promise. */
public record TierCheckBody(String tier, boolean holds, List<Line> lines) {
    public TierCheckBody {
        lines = Absent.asEmpty(lines);
    }

    /** @param said a figure, or what went wrong */
    public record Line(String what, boolean holds, long millis, String said) {}
}
