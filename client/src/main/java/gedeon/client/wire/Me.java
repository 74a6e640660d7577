package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Who the bearer of a token is, or whose account it is.
 *
 * @param kind {@code admin}, {@code person} or {@code agent}
 * @param email where they are told of what cannot wait; absent: nowhere
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Me(
        String id, String name, String kind, @Nullable String email) {}
