package gedeon.server.connectors.labguru;

/** A Labguru could not be read. The message names the fact and the remedy and holds no token. */
public final class LabguruFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    private LabguruFailed(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    /** Asking again would bring the same. */
    static LabguruFailed forGood(String message) {
        return new LabguruFailed(message, false);
    }

    /** May be better in a while. */
    static LabguruFailed forNow(String message) {
        return new LabguruFailed(message, true);
    }

    boolean passing() {
        return passing;
    }
}
