package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Something that approving a plan changed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AppliedBody(
        String what, @Nullable String before, @Nullable String after) {}
