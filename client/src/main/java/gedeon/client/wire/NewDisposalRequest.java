package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to dispose of versions of a bucket: either {@code prefix} or {@code versions}.
 *
 * @param prefix all versions of all keys that begin so; empty: of the bucket
 * @param versions at most 1,000
 * @param reason not needed for a preview
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewDisposalRequest(
        @Nullable String prefix,
        @Nullable List<ChosenVersion> versions,
        @Nullable String reason) {}
