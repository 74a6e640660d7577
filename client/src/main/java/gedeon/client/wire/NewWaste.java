package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Versions of a bucket to mark as waste, or to take the marks off: either {@code prefix} or {@code versions}.
 *
 * @param prefix all versions of all keys that begin so; empty: of the bucket
 * @param versions at most 1,000
 * @param reason not needed to take marks off
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewWaste(
        @Nullable String prefix,
        @Nullable List<ChosenVersion> versions,
        @Nullable String reason) {}
