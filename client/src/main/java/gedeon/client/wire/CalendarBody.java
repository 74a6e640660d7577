package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instrument's booking calendar.
 *
 * @param url null: a file was given
 * @param read when it was last read well
 * @param trouble why it could not be read the last time
 * @param bookings known
 * @param findings what in it was left out, and why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CalendarBody(
        @Nullable String url,
        @Nullable Instant read,
        @Nullable String trouble,
        long bookings,
        List<String> findings) {
    public CalendarBody {
        findings = Absent.asEmpty(findings);
    }
}
