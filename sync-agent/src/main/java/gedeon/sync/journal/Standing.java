package gedeon.sync.journal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How all acquisitions stand.
 *
 * @param received with a receipt; {@code bytes} of them, {@code provisional} by quiet alone
 * @param waiting without one, or with a newer content than it is for
 * @param oldest when the one that waits longest was first seen; null where none waits
 * @param shown some of those that wait, those that wait longest first, then the newest received
 */
public record Standing(
        long received,
        long provisional,
        long bytes,
        long waiting,
        @Nullable Instant oldest,
        List<Known> shown) {
    public Standing {
        shown = List.copyOf(shown);
    }
}
