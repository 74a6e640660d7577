package gedeon.storage.disposal;

/** The disposal is not in a state for this act: another one came first, or it is somebody else's to do. */
public final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotNow(String message) {
        super(message);
    }
}
