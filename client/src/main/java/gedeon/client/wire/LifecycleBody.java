package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a bucket's lifecycle rules in the last whole walk.
 *
 * @param rules that are enabled
 * @param walked when that walk ended; absent before the first has
 * @param next when the next begins; absent where there are no rules, or since less than a minute
 * @param keptBack what rules wanted and did not get, by reason
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LifecycleBody(
        String bucket,
        long rules,
        @Nullable Instant walked,
        @Nullable Instant next,
        List<Kept> keptBack,
        List<Example> examples) {
    public LifecycleBody {
        keptBack = Absent.asEmpty(keptBack);
        examples = Absent.asEmpty(examples);
    }

    /** @param why {@code hold}, {@code retention}, {@code sealed}, {@code policy}, {@code transition} */
    public record Kept(String why, long versions, long bytes) {}

    /** @param said until when; in which tiers it is awaited; by which rule it should be in an archive */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Example(
            String why,
            String key,
            @Nullable String version,
            @Nullable String said) {}
}
