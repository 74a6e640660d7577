package gedeon.storage.lifecycle.tiering;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a blob lies elsewhere than where it landed. What is null is not asked; all that is asked must fit.
 *
 * @param to id of the tier where it lies then
 * @param olderThan since it was stored
 * @param unreadFor since it was last read, or stored where it never was; known to the day
 * @param noncurrent only versions that are not the newest of their key
 * @param tags that the version has
 */
public record PolicyRule(
        short to,
        @Nullable Duration olderThan,
        @Nullable Duration unreadFor,
        @Nullable Long largerThan,
        @Nullable Long smallerThan,
        @Nullable String bucket,
        @Nullable String prefix,
        boolean noncurrent,
        Map<String, String> tags) {
    /**
     * A version that uses a blob, as rules see it.
     *
     * @param seq of two versions of a key the later has the higher
     */
    public record Use(
            String bucket,
            String key,
            long seq,
            long size,
            Instant created,
            boolean current,
            Map<String, String> tags) {}

    boolean fits(Use use, Instant read, Instant now) {
        return older(use.created(), olderThan, now)
                && older(read, unreadFor, now)
                && (largerThan == null || use.size() > largerThan)
                && (smallerThan == null || use.size() < smallerThan)
                && (bucket == null || use.bucket().equals(bucket))
                && (prefix == null || use.key().startsWith(prefix))
                && (!noncurrent || !use.current())
                && tags.entrySet().stream()
                        .allMatch(tag -> tag.getValue().equals(use.tags().get(tag.getKey())));
    }

    private static boolean older(Instant since, @Nullable Duration than, Instant now) {
        return than == null || since.plus(than).isBefore(now);
    }
}
