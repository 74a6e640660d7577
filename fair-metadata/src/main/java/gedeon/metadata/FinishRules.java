package gedeon.metadata;

import gedeon.kernel.FinishRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which agents tell acquisitions and judge whether they are finished, by name and version: those that come with this release, and those that people
 * wrote or changed. No version ever changes, agents go by the newest. Durable on return; rights are the caller's to ask.
 */
public interface FinishRules {
    /** @param made null, as {@code by}, of a rule that comes with the release */
    record Kept(
            FinishRule rule,
            @Nullable Instant made,
            @Nullable String by) {}

    /** The newest version of each, in the order of names. */
    List<Kept> all();

    /** The newest. */
    Optional<Kept> find(String name);

    Optional<Kept> find(String name, int version);

    /** The newest first. */
    List<Kept> versions(String name);

    /** Makes it the next version of its name, whatever version it says it is; to go back, an old one is kept again. */
    Kept keep(FinishRule rule, String by);
}
