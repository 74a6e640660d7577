package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A storage policy.
 *
 * @param notebooks how many have it
 * @param preview only where it was asked what would happen: nothing was saved then
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyBody(
        String name,
        List<String> landing,
        List<String> copies,
        List<RuleBody> rules,
        int fixityDays,
        long notebooks,
        @Nullable PreviewBody preview) {
    public PolicyBody {
        landing = Absent.asEmpty(landing);
        copies = Absent.asEmpty(copies);
        rules = Absent.asEmpty(rules);
    }
}
