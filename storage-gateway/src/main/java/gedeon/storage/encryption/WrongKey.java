package gedeon.storage.encryption;

/** A wrapped key does not open: it was wrapped under another key, for something else, or was changed. */
public final class WrongKey extends RuntimeException {
    private static final long serialVersionUID = 1;

    public WrongKey(String what) {
        super(what + " does not open under the key given");
    }
}
