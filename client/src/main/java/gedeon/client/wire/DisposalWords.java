package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** What is said with the refusal of a disposal, which needs it, or with its withdrawal. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DisposalWords(@Nullable String words) {}
