package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Where an instrument's bookings stand: an address of an iCalendar that the server reads, or the text of one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewCalendar(@Nullable String url, @Nullable String text) {}
