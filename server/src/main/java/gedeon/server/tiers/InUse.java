package gedeon.server.tiers;

/** What was asked cannot be done while something else stands: the message names it, and what to do first. */
public final class InUse extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InUse(String message) {
        super(message);
    }
}
