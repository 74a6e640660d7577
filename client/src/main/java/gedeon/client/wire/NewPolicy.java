package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A storage policy by the names of tiers.
 *
 * @param landing new blobs go into the first that takes them; at least one
 * @param copies each has one more copy
 * @param rules of those that fit the last counts
 * @param fixityDays within how many days each copy is read again; 90 where absent
 * @param copyCount how many copies there are in all, in tiers chosen by their rank where none are named
 * @param differentPlaces of these each in another place
 * @param onlyCountry two letters: no tier of another country
 * @param healthData only tiers that are certified to hold health data
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewPolicy(
        List<String> landing,
        @Nullable List<String> copies,
        @Nullable List<RuleBody> rules,
        @Nullable Integer fixityDays,
        @Nullable Integer copyCount,
        @Nullable Boolean differentPlaces,
        @Nullable String onlyCountry,
        @Nullable Boolean healthData) {}
