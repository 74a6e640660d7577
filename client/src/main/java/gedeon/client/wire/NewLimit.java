package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A new limit for a notebook, in bytes. What is null stays as it is.
 *
 * @param limitObjects objects that it may hold
 * @param unlimitedObjects true: it may hold any number
 * @param warnAt per cent of the limit where a first warning is due; 0: the institution's
 * @param alarmAt per cent where the second is; 0: the institution's
 * @param graceDays after so many days above {@code alarmAt} that binds as the limit does; 0: never
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewLimit(
        long limit,
        @Nullable Long limitObjects,
        @Nullable Boolean unlimitedObjects,
        @Nullable Integer warnAt,
        @Nullable Integer alarmAt,
        @Nullable Integer graceDays) {}
