package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One version of a plan; {@code sha256} is that of the document as it came. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanVersionBody(
        int number,
        @Nullable String label,
        @Nullable Long plannedBytes,
        String sha256,
        String by,
        Instant at,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt,
        List<MendedBody> mended) {
    public PlanVersionBody {
        mended = Absent.asEmpty(mended);
    }
}
