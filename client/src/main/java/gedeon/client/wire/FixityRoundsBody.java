package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of fixity that ended, as they were written down.
 *
 * @param whole whether each is what was written and none between them is absent
 * @param rounds the newest first
 */
public record FixityRoundsBody(boolean whole, List<Chain> chains, List<Round> rounds) {
    public FixityRoundsBody {
        chains = Absent.asEmpty(chains);
        rounds = Absent.asEmpty(rounds);
    }

    /**
     * All of one tier.
     *
     * @param tier its name, or its UUID where it is not known any more
     * @param broken number of the first that was changed, or does not follow on the one before; absent where there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Chain(String tier, long rounds, @Nullable Long broken) {}

    /**
     * One of them.
     *
     * @param text what the digest (SHA-256, hexadecimal) is of
     */
    public record Round(
            String tier,
            long number,
            long job,
            Instant began,
            Instant ended,
            long copies,
            long bytes,
            long damaged,
            long missing,
            long repaired,
            long lost,
            String digest,
            String text) {}
}
