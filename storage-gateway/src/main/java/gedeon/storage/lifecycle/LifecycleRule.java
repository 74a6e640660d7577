package gedeon.storage.lifecycle;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a bucket. A part that is null is not asked for.
 *
 * @param abortDays after how many days an upload that is not completed is aborted
 * @param transitions and {@code noncurrentTransitions}: kept and shown; what moves, moves by the storage policy of the notebook
 */
public record LifecycleRule(
        String id,
        boolean enabled,
        LifecycleFilter filter,
        @Nullable Expiration expiration,
        @Nullable Noncurrent noncurrent,
        @Nullable Integer abortDays,
        List<Transition> transitions,
        List<NoncurrentTransition> noncurrentTransitions) {
    public LifecycleRule {
        transitions = List.copyOf(transitions);
        noncurrentTransitions = List.copyOf(noncurrentTransitions);
    }

    /** Of current versions: after days, or at a date; or of delete markers under which nothing is left. One of the three. */
    public record Expiration(
            @Nullable Integer days, @Nullable Instant date, boolean markers) {
        /** When a version made at {@code created} expires; null where the rule speaks of markers alone. */
        @Nullable Instant due(Instant created, Days calendar) {
            return date != null ? date : days == null ? null : calendar.after(created, days);
        }
    }

    /** @param newer how many newer noncurrent versions are kept whatever their age */
    public record Noncurrent(int days, int newer) {}

    public record Transition(
            @Nullable Integer days, @Nullable Instant date, String storageClass) {}

    public record NoncurrentTransition(int days, int newer, String storageClass) {}
}
