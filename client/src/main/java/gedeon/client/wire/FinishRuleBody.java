package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import gedeon.kernel.FinishRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a rule.
 *
 * @param made null, as {@code by}, of one that comes with the release
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FinishRuleBody(
        FinishRule rule, @Nullable Instant made, @Nullable String by) {}
