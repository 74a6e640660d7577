package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A version of a program; {@code swhid} is its Software Heritage identifier. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SoftwareBody(
        String name,
        String version,
        @Nullable String swhid,
        @Nullable String url) {}
