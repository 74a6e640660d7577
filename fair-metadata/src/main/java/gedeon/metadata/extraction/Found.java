package gedeon.metadata.extraction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reader found, in the order found. Empty texts and placeholders ("Not Specified", "----", "Name Surname") are absences and are left out. */
public final class Found {
    /** More fields than that in one acquisition are not kept; the note says so. */
    public static final int MOST_FIELDS = 500;

    private static final int LONGEST = 2000;

    private final List<FoundField> fields = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable String type;
    private boolean truncated;
    private boolean full;

    /** Media type of the acquisition, e.g. {@code application/fits}; the registered one where there is one. */
    public void type(String mediaType) {
        this.type = mediaType;
    }

    public @Nullable String type() {
        return type;
    }

    /** A text. {@code source} names the place: a header card, a tag, a path. */
    public void text(String field, @Nullable String raw, String source) {
        text(field, raw, source, 1.0);
    }

    /** A text of which the reader is not sure: {@code confidence} from 0 to 1. */
    public void text(String field, @Nullable String raw, String source, double confidence) {
        if (raw != null && !Placeholders.isOne(raw)) {
            String text = shorten(raw.strip());
            add(new FoundField(field, text, text, null, null, shorten(source), confidence));
        }
    }

    /** A number in a unit (UCUM code, empty or null for a pure number); the vocabulary converts it to SI. */
    public void number(String field, double value, @Nullable String unit, @Nullable String raw, String source) {
        if (Double.isFinite(value)) {
            String text = plain(value);
            add(new FoundField(
                    field, raw == null ? text : shorten(raw.strip()), text, value, unit, shorten(source), 1.0));
        }
    }

    public void number(String field, double value, @Nullable String unit, String source) {
        number(field, value, unit, null, source);
    }

    /** A moment as ISO-8601 text: with an offset where the zone is known, without one where it is not (never guessed). */
    public void time(String field, @Nullable String iso, @Nullable String raw, String source) {
        if (iso != null) {
            add(new FoundField(field, raw == null ? iso : shorten(raw.strip()), iso, null, null, shorten(source), 1.0));
        }
    }

    /** The file ends before its content does. */
    public void truncated(String why) {
        truncated = true;
        note(why);
    }

    /** Something a person should know about how this was read. */
    public void note(String sentence) {
        if (notes.size() < 50) {
            notes.add(shorten(sentence));
        }
    }

    public List<FoundField> fields() {
        return List.copyOf(fields);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    public boolean isTruncated() {
        return truncated;
    }

    private void add(FoundField field) {
        if (fields.size() < MOST_FIELDS) {
            fields.add(field);
        } else if (!full) {
            full = true;
            note("More than " + MOST_FIELDS + " fields were found; the rest is not kept.");
        }
    }

    static String clean(String given) {
        return shorten(given);
    }

    private static String shorten(String given) {
        boolean cut = given.length() > LONGEST;
        return withoutControls(cut ? given.substring(0, LONGEST - 1) + "…" : given);
    }

    /** Control characters and halves of surrogate pairs are no text: databases and pages refuse them. */
    private static String withoutControls(String text) {
        StringBuilder mended = null;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean pair = Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1));
            if (pair) {
                at++;
            } else if (c < 0x20 && c != '\n' && c != '\t' || c >= 0x7f && c <= 0x9f || Character.isSurrogate(c)) {
                mended = mended == null ? new StringBuilder(text) : mended;
                mended.setCharAt(at, ' ');
            }
        }
        return mended == null ? text : mended.toString().strip();
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /**
     * @param field a name of the vocabulary ({@code vocabulary.tsv}), e.g. {@code exposure_time}
     * @param raw the text as found
     * @param value the number or moment as text, or the text itself
     * @param number the value where it is one, in {@code unit}
     * @param unit UCUM code
     * @param source where in the acquisition
     * @param confidence 0 to 1
     */
    public record FoundField(
            String field,
            String raw,
            String value,
            @Nullable Double number,
            @Nullable String unit,
            String source,
            double confidence) {}
}
