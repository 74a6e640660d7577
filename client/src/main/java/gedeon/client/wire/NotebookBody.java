package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A notebook, its room in bytes and its raw-data bucket.
 *
 * @param confidential whether none of its buckets may be public, whatever they say themselves
 * @param encrypted whether its buckets encrypt what no request says otherwise of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotebookBody(
        String id,
        String name,
        String unit,
        @Nullable String kind,
        long limit,
        long used,
        long reserved,
        String rawBucket,
        boolean confidential,
        boolean encrypted) {}
