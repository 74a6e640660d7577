package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** An experiment of a notebook, with its address in the electronic lab notebook. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExperimentBody(
        String name,
        String notebook,
        @Nullable String title,
        @Nullable String elnUrl) {}
