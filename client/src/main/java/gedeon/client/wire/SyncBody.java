package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connector brought, and since when it asks for changes next time.
 *
 * @param problems what was left out or mended, and why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncBody(
        long experiments,
        long protocols,
        long instruments,
        long persons,
        @Nullable Instant since,
        List<String> problems) {
    public SyncBody {
        problems = Absent.asEmpty(problems);
    }
}
