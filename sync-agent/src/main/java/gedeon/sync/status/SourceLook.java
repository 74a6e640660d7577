package gedeon.sync.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a watched folder stood at the last look. {@code takes}: the patterns and the rule by which something in it is an acquisition; {@code companions}: endings of files that belong to it. {@code state} is
 * {@code looking} (since {@code at}; a share that hangs stays so), {@code seen}, {@code partly} (something could not be looked at), or {@code away}. {@code store} and
 * {@code type}: what the folder lies on; {@code share}: on another computer.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceLook(
        String name,
        String folder,
        String takes,
        List<String> companions,
        String rule,
        String state,
        Instant at,
        long tookMillis,
        long acquisitions,
        @Nullable String store,
        @Nullable String type,
        boolean share) {}
