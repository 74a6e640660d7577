package gedeon.storage.encryption;

/** The key was destroyed: what is under it cannot be read any more. */
public final class DestroyedKey extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient KeyRef key;

    public DestroyedKey(KeyRef key) {
        super(key + " was destroyed; what it encrypted cannot be read any more");
        this.key = key;
    }

    public KeyRef key() {
        return key;
    }
}
