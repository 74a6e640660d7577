package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a blob lies elsewhere than where it landed; all that is named must fit.
 *
 * @param to name of the tier
 * @param olderThan days since it was stored, as {@code P90D}
 * @param unreadFor days since somebody read it
 * @param largerThan bytes
 * @param noncurrent only versions that are not the newest of their key
 * @param state {@code sealed}: only versions of sealed datasets
 * @param retained whether the version is under retention or on hold now
 * @param retainedFor days for which it is at least under retention from now on, as {@code P365D}; on hold counts as any
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleBody(
        String to,
        @Nullable String olderThan,
        @Nullable String unreadFor,
        @Nullable Long largerThan,
        @Nullable Long smallerThan,
        @Nullable String bucket,
        @Nullable String prefix,
        @Nullable Boolean noncurrent,
        @Nullable Map<String, String> tags,
        @Nullable String state,
        @Nullable Boolean retained,
        @Nullable String retainedFor) {}
