package gedeon.client.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An adopted folder and how far it is.
 *
 * @param tier the read-only tier that it is
 * @param mode {@code adopt}, {@code compare} or {@code take}
 * @param walked whether all of its names were seen
 * @param files and {@code bytes}: as counted before the first walk
 * @param taken files that are objects by now
 * @param hashed read whole; {@code changed} and {@code gone} of what is not what it was
 * @param left whose bytes lie elsewhere by now, or that nobody names any more
 * @param findings some of what is not as it was, or was left out
 */
public record AdoptionBody(
        String tier,
        String folder,
        String notebook,
        String bucket,
        String prefix,
        String mode,
        boolean walked,
        long files,
        long bytes,
        long taken,
        long takenBytes,
        long hashed,
        long changed,
        long gone,
        long left,
        Map<String, Long> leftOut,
        @Nullable String askedBy,
        Instant begun,
        @Nullable Instant ended,
        boolean differs,
        List<PathFinding> findings) {}
