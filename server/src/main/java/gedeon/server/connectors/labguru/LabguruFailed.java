package gedeon.server.connectors.labguru;

import java.time.Duration;

/** A Labguru could not be read. The message names the fact and the remedy and holds no token. */
public final class LabguruFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean passing;
    private final long pause;

    private LabguruFailed(String message, boolean passing, Duration pause) {
        super(message);
        this.passing = passing;
        this.pause = pause.toMillis();
    }

    /** Asking again would bring the same. */
    static LabguruFailed forGood(String message) {
        return new LabguruFailed(message, false, Duration.ZERO);
    }

    /** May be better in a while. */
    static LabguruFailed forNow(String message) {
        return new LabguruFailed(message, true, Duration.ZERO);
    }

    /** Will be better after {@code pause}, says the server. */
    static LabguruFailed until(Duration pause, String message) {
        return new LabguruFailed(message, true, pause);
    }

    boolean passing() {
        return passing;
    }

    /** What the server asked to wait; zero where it did not. */
    Duration pause() {
        return Duration.ofMillis(pause);
    }
}
