package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** An extracted field: the text as found, its value and unit, the value in SI units where it is a number, and who says so. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldBody(
        String name,
        @Nullable String label,
        @Nullable String raw,
        @Nullable String value,
        @Nullable String unit,
        @Nullable Double siValue,
        @Nullable String source,
        @Nullable Double confidence) {}
