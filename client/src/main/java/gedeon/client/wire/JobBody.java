package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Work of storage in the background.
 *
 * @param kind {@code placing}, {@code arrivals}, {@code drain}, {@code fixity}, {@code audit} or {@code compaction}
 * @param state {@code running}, {@code paused}, {@code finished} or {@code cancelled}
 * @param blobs about how many its round has to look at
 * @param done of them
 * @param bytes copied, or read where nothing is copied, since it was begun
 * @param failed blobs of this round to be looked at again
 * @param bandwidth bytes a second at most; absent: no limit was set
 * @param reason why it waits, or of the last failure
 * @param ends whether it ends by itself; only then it can be cancelled
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobBody(
        long id,
        String kind,
        @Nullable String tier,
        String state,
        Instant started,
        @Nullable Instant finished,
        @Nullable String askedBy,
        long blobs,
        long done,
        long bytes,
        long failed,
        @Nullable Long bandwidth,
        @Nullable String reason,
        @Nullable Instant roundBegan,
        @Nullable Instant roundEnded,
        boolean ends) {}
