package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy that was not what was written.
 *
 * @param lost whether it is open and no other copy lives
 * @param versions whose content it is of, ten at most
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DamageBody(
        String blob,
        String tier,
        Instant found,
        String reason,
        @Nullable Instant repaired,
        int otherCopies,
        boolean lost,
        List<Use> versions) {
    public DamageBody {
        versions = Absent.asEmpty(versions);
    }

    /** A version; without names where the asker may not see the notebook. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Use(
            @Nullable String notebook,
            @Nullable String bucket,
            @Nullable String key,
            @Nullable String version) {}
}
