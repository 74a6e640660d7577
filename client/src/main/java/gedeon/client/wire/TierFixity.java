package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The round that reads each copy of a tier again.
 *
 * @param lastRound when the last whole one ended; absent before
 * @param blobs that the running one, or the last, has to read
 * @param open damaged copies that are not repaired
 * @param lost of them, without any other copy
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TierFixity(
        String tier,
        @Nullable Long job,
        @Nullable String state,
        @Nullable Instant lastRound,
        @Nullable Instant roundBegan,
        long blobs,
        long done,
        long open,
        long lost,
        long repaired) {}
