package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A multipart upload that an agent began: {@code partSize} is the size of its first part, 0 where it has none; {@code modified} the time of its file. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OpenUploadBody(
        String key,
        String uploadId,
        Instant began,
        long partSize,
        @Nullable Instant modified) {}
