package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A storage policy.
 *
 * @param copyCount how many copies there are in all, in tiers chosen by their rank where none are named
 * @param differentPlaces of these each in another place
 * @param onlyCountry two letters: no tier of another country
 * @param healthData only tiers that are certified to hold health data
 * @param unmet what of that is not so any more, as tiers are described now
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
        @Nullable Integer copyCount,
        @Nullable Boolean differentPlaces,
        @Nullable String onlyCountry,
        @Nullable Boolean healthData,
        List<String> unmet,
        long notebooks,
        @Nullable PreviewBody preview) {
    public PolicyBody {
        landing = Absent.asEmpty(landing);
        copies = Absent.asEmpty(copies);
        rules = Absent.asEmpty(rules);
        unmet = Absent.asEmpty(unmet);
    }
}
