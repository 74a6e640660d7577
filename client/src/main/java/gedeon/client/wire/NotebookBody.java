package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A notebook, its room in bytes and its raw-data bucket. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotebookBody(
        String id,
        String name,
        String unit,
        @Nullable String kind,
        long limit,
        long used,
        long reserved,
        String rawBucket) {}
