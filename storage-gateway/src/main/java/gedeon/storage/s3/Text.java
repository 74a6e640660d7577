package gedeon.storage.s3;

/** Texts of strangers that are kept and shown again. */
public final class Text {
    private Text() {}

    /** Whether a text has control characters other than tab: in no text of people, no header and no database column is there room for them. */
    public static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < 0x20 && c != '\t');
    }

    /** The text as XML can show it: each control character as a question mark. */
    static String shown(String text) {
        return hasControls(text) ? text.replaceAll("[\\x00-\\x08\\x0a-\\x1f]", "?") : text;
    }

    /** @throws S3Error InvalidArgument, naming where */
    public static void requirePrintable(String text, String where) {
        if (hasControls(text)) {
            throw S3Error.invalidArgument(where + " has control characters; leave them out, or encode them");
        }
    }
}
