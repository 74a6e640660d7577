package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A notebook to create; quota in bytes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewNotebook(
        String name, String unit, long quota, @Nullable String kind) {}
