package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A link from a dataset to a thing of the notebook, and where the link came from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LinkBody(
        String relation,
        String kind,
        String name,
        @Nullable String id,
        @Nullable String origin) {}
