package gedeon.client.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list that a sender left out is an empty one. */
final class Absent {
    private Absent() {}

    static <T> List<T> asEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
