package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tier to be made.
 *
 * @param settings of its kind, never a secret; a posix tier needs {@code root}
 * @param rank of two copies the one of the lower is read; 0 where absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewTier(
        String name,
        String kind,
        @Nullable Map<String, String> settings,
        @Nullable Integer rank,
        @Nullable TierTraitsBody traits) {}
