package gedeon.storage;

/** Limits that would promise more than there is, where nobody allowed it. */
public final class OverAllocated extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OverAllocated(String message) {
        super(message);
    }
}
