package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A person; the ORCID is checked by its last digit. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PersonBody(
        String name, @Nullable String orcid, @Nullable String email) {}
