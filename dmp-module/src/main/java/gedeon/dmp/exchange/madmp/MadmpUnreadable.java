package gedeon.dmp.exchange.madmp;

/** The bytes are no maDMP document at all. The message is one sentence, with line and column where the JSON is broken. */
public final class MadmpUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String pointer;

    MadmpUnreadable(String message) {
        super(message);
        this.pointer = "";
    }

    MadmpUnreadable(String pointer, String fact) {
        super((pointer.isEmpty() ? "the document" : pointer) + " " + fact);
        this.pointer = pointer;
    }

    /** JSON Pointer; empty where it is about the whole document, or the message has line and column. */
    public String pointer() {
        return pointer;
    }
}
