package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different of a unit's room; what is null stays as it is.
 *
 * @param limit bytes
 * @param limitObjects objects that it may hold
 * @param unlimitedObjects true: it may hold any number
 * @param overallocation by how many per cent the limits below it may together pass its own; negative: by any
 * @param warnAt per cent of the limit where a first warning is due; 0: the institution's
 * @param alarmAt per cent where the second is; 0: the institution's
 * @param graceDays after so many days above {@code alarmAt} that binds as the limit does; 0: never
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UnitChange(
        @Nullable Long limit,
        @Nullable Long limitObjects,
        @Nullable Boolean unlimitedObjects,
        @Nullable Integer overallocation,
        @Nullable Integer warnAt,
        @Nullable Integer alarmAt,
        @Nullable Integer graceDays) {}
