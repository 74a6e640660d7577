package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tier as administrators see it.
 *
 * @param state {@code online}, {@code draining} or {@code off}
 * @param home whether it is the tier of the server's own home
 * @param reachable whether this server can open it now
 * @param free bytes; absent where the tier cannot tell
 * @param blobs that lived there at {@code counted}: when the last round of fixity began, or somebody asked for a count; absent before the first
 * @param waiting what cannot be sealed in an archive now; absent where all can
 * @param unseen true where it was away when the namespace was made again and no audit has looked it through since; else absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TierDetail(
        String name,
        String kind,
        String state,
        int rank,
        boolean home,
        boolean reachable,
        @Nullable Long free,
        @Nullable Long blobs,
        @Nullable Long bytes,
        @Nullable Instant counted,
        Map<String, String> settings,
        TierTraitsBody traits,
        @Nullable TierWaiting waiting,
        @Nullable Boolean unseen) {}
