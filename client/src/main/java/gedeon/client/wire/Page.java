package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of a list; {@code next} is what {@code after} takes for the following page, absent on the last. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = Absent.asEmpty(items);
    }

    /** A list that fits one page. */
    public static <T> Page<T> of(List<T> items) {
        return new Page<>(items, null);
    }
}
