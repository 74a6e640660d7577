package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan; {@code mended} lists what an import repaired, {@code applied} what an approval changed or would change. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanBody(
        String id,
        @Nullable String title,
        @Nullable String notebook,
        String state,
        int version,
        @Nullable Long plannedBytes,
        List<MendedBody> mended,
        List<AppliedBody> applied) {
    public PlanBody {
        mended = Absent.asEmpty(mended);
        applied = Absent.asEmpty(applied);
    }
}
