package gedeon.storage.s3.access;

/** What a grant of an access list gives, on a bucket or on an object. */
public enum Permission {
    READ,
    WRITE,
    READ_ACP,
    WRITE_ACP,
    FULL_CONTROL;

    boolean gives(Permission asked) {
        return this == asked || this == FULL_CONTROL;
    }
}
