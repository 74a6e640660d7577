package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A version by its name. @param version absent: the current one of the key */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChosenVersion(String key, @Nullable String version) {}
