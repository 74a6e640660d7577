package gedeon.client.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a folder would bring; nothing was changed.
 *
 * @param leftOut how many are no objects, by why: {@code link}, {@code special}, {@code unnameable}, {@code unreadable}
 * @param quota why there is no room for it; null where there is
 */
public record SurveyBody(
        String folder,
        long files,
        long bytes,
        Map<String, Long> leftOut,
        List<PathFinding> examples,
        @Nullable String quota) {}
