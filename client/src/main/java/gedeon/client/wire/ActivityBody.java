package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An acquisition or a run: what it used and generated, and by whom or what (PROV). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ActivityBody(
        String id,
        String type,
        @Nullable Instant started,
        @Nullable Instant ended,
        List<RefBody> used,
        List<RefBody> generated,
        List<RefBody> by) {
    public ActivityBody {
        used = Absent.asEmpty(used);
        generated = Absent.asEmpty(generated);
        by = Absent.asEmpty(by);
    }
}
