package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different of a notebook; what is null stays as it is.
 *
 * @param confidential whether none of its buckets may be public, whatever they say themselves
 * @param encrypted whether its buckets encrypt what no request says otherwise of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotebookChange(
        @Nullable Boolean confidential, @Nullable Boolean encrypted) {}
