package gedeon.dmp;

/** A document is no plan, or a plan cannot be what was asked of it. The message names the place and the remedy. */
public final class PlanUnusable extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public PlanUnusable(String message, Throwable cause) {
        super(message, cause);
    }

    public PlanUnusable(String message) {
        super(message);
    }
}
