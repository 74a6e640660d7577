package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * At these hours an agent sends no more than so much.
 *
 * @param days {@code mon-fri}, {@code sat,sun}; null: every day
 * @param from {@code 08:00} by the clock of the agent's computer; where {@code to} is not later, until that hour of the next day; null: midnight, as {@code to}
 * @param limit bytes a second, such as {@code 20MB}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BandwidthBody(
        @Nullable String days,
        @Nullable String from,
        @Nullable String to,
        String limit) {}
