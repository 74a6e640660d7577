package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the rewriting of what a generation encrypted has come; it is destroyed at the end.
 *
 * @param blobs stored pieces under it when it began, {@code done} of them are rewritten
 * @param bytes rewritten
 * @param reason why it does not get on, where it does not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WithdrawalBody(
        String key,
        int generation,
        Instant started,
        @Nullable Instant finished,
        long blobs,
        long done,
        long bytes,
        @Nullable String reason) {}
