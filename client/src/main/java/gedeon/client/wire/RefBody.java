package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A thing that an activity names. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RefBody(String kind, String name, @Nullable String id) {}
