package gedeon.storage.lifecycle.adoption;

/** Why something in a folder is no object, or what is new there since. As rows and answers name it: in lower case. */
public enum LeftOut {
    /** A symbolic link. */
    LINK,
    /** A device, a socket, a pipe. */
    SPECIAL,
    /** A name that is no S3 key: not UTF-8, or too long. */
    UNNAMEABLE,
    /** A file or folder that the server may not read. */
    UNREADABLE,
    /** A file whose key has an object already. */
    TAKEN,
    /** A file that nobody has adopted. */
    CAME;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
