package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What people know of a tier; what is absent is not known.
 *
 * @param country two letters, ISO 3166-1
 * @param healthData whether it is certified to hold health data
 * @param costPerTbYear in the institution's currency
 * @param copies that the place itself keeps
 * @param place where it stands, as the institution calls it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TierTraitsBody(
        @Nullable Boolean online,
        @Nullable Boolean range,
        @Nullable String country,
        @Nullable Boolean healthData,
        @Nullable Double costPerTbYear,
        @Nullable Integer copies,
        @Nullable String place) {}
