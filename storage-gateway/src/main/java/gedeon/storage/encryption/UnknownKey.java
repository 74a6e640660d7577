package gedeon.storage.encryption;

/** There is no such key, or no generation of it that lives. */
public final class UnknownKey extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnknownKey(KeyName key) {
        super("there is no " + key + "; make it with gedeon encryption key create");
    }

    public UnknownKey(KeyRef ref) {
        super("there is no " + ref + "; put its file back from the copy that was made of the keys");
    }
}
