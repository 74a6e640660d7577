package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A key that ends by itself.
 *
 * @param role reader (default) or contributor
 * @param bucket none: all of the notebook's
 * @param prefix of the keys of objects; none: all
 * @param seconds it lives, at most 3600 (default)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewTemporaryKey(
        @Nullable String role,
        @Nullable String bucket,
        @Nullable String prefix,
        @Nullable Long seconds) {}
