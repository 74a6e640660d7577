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
 * @param sealed only versions of sealed datasets
 * @param retained whether the version is under retention that is not over, or on hold
 * @param retainedFor only versions that are under retention for longer than that from now, or on hold
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
        Map<String, String> tags,
        boolean sealed,
        @Nullable Boolean retained,
        @Nullable Duration retainedFor) {

    /** One that asks nothing of seals and retention. */
    public PolicyRule(
            short to,
            @Nullable Duration olderThan,
            @Nullable Duration unreadFor,
            @Nullable Long largerThan,
            @Nullable Long smallerThan,
            @Nullable String bucket,
            @Nullable String prefix,
            boolean noncurrent,
            Map<String, String> tags) {
        this(to, olderThan, unreadFor, largerThan, smallerThan, bucket, prefix, noncurrent, tags, false, null, null);
    }

    /**
     * A version that uses a blob, as rules see it.
     *
     * @param seq of two versions of a key the later has the higher
     * @param sealed whether it is part of a sealed dataset
     * @param retained until when nobody removes it: {@link Instant#MAX} while it is on hold, {@link Instant#MIN} where nothing keeps it
     */
    public record Use(
            String bucket,
            String key,
            long seq,
            long size,
            Instant created,
            boolean current,
            Map<String, String> tags,
            boolean sealed,
            Instant retained) {}

    boolean fits(Use use, Instant read, Instant now) {
        return older(use.created(), olderThan, now)
                && older(read, unreadFor, now)
                && (largerThan == null || use.size() > largerThan)
                && (smallerThan == null || use.size() < smallerThan)
                && (bucket == null || use.bucket().equals(bucket))
                && (prefix == null || use.key().startsWith(prefix))
                && (!noncurrent || !use.current())
                && (!sealed || use.sealed())
                && (retained == null || retained == use.retained().isAfter(now))
                && (retainedFor == null || use.retained().isAfter(now.plus(retainedFor)))
                && tags.entrySet().stream()
                        .allMatch(tag -> tag.getValue().equals(use.tags().get(tag.getKey())));
    }

    private static boolean older(Instant since, @Nullable Duration than, Instant now) {
        return than == null || since.plus(than).isBefore(now);
    }
}
