package gedeon.dmp.exchange.madmp;

/** The bytes are no maDMP document at all. The message is one sentence, with line and column where the JSON is broken. */
public final class MadmpUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MadmpUnreadable(String message) {
        super(message);
    }
}
