package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who did what with a disposal. @param by absent where the server did */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DisposalActBody(String act, @Nullable String by, Instant at, String words, long versions, long bytes) {}
