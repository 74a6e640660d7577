package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The approval of a disposal that somebody else asked for.
 *
 * @param confirm the bucket's name, written again
 * @param bypassGovernance whether retention under GOVERNANCE is passed over, where the caller may
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DisposalApproval(
        String confirm, boolean bypassGovernance, @Nullable String words) {}
