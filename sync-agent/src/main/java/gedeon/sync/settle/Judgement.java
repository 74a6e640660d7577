package gedeon.sync.settle;

import java.time.Duration;

/** What is thought of a candidate at this moment. */
public sealed interface Judgement {
    record Finished(Verdict verdict) implements Judgement {}

    /** Not yet; if nothing more happens to it, finished after {@code left}. */
    record Waiting(String reason, Duration left) implements Judgement {}

    /** Not yet, and time alone will not change that. */
    record Held(String reason) implements Judgement {}
}
