package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A tier that is emptied, or would be.
 *
 * @param blobs that live there now, all counted
 * @param job absent where it was only asked what would happen
 * @param preview only where it was only asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DrainBody(
        String tier,
        long blobs,
        long bytes,
        @Nullable PreviewBody preview,
        @Nullable JobBody job) {}
