package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different of a tier; what is null stays.
 *
 * @param confirm the tier's name, to switch one off in which blobs live that live nowhere else
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TierChange(
        @Nullable String state,
        @Nullable String confirm,
        @Nullable Integer rank,
        @Nullable TierTraitsBody traits) {}
