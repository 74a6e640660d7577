package gedeon.metadata.extraction;

import gedeon.metadata.extraction.Extraction.State;
import gedeon.metadata.extraction.Found.FoundField;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One acquisition read by the first reader that recognises it.
 *
 * @param reason as in {@link Extraction.Extracted}
 */
record Reading(
        State state,
        @Nullable String type,
        @Nullable String reader,
        @Nullable String version,
        @Nullable String reason,
        List<FoundField> fields) {

    private static final int LONGEST_REASON = 600;
    private static final int MOST_NAMED = 10;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,59}");

    static Reading of(List<FormatReader> readers, Material material) {
        for (FormatReader reader : readers) {
            try {
                if (reader.recognises(material)) {
                    return read(reader, material);
                }
            } catch (Unreadable | Material.BudgetSpent e) {
                return new Reading(State.FAILED, null, null, null, e.getMessage(), List.of());
            } catch (IOException | RuntimeException | StackOverflowError e) {
                // A reader that stumbles while looking has not recognised it; the next may.
                continue;
            }
        }
        return new Reading(State.UNKNOWN, null, null, null, null, List.of());
    }

    private static Reading read(FormatReader reader, Material material) {
        Found found = new Found();
        State state = State.DONE;
        try {
            reader.read(material, found);
            state = found.isTruncated() ? State.PARTIAL : State.DONE;
        } catch (Material.BudgetSpent e) {
            state = State.PARTIAL;
            found.note("The reading budget was used up (" + e.getMessage() + ").");
        } catch (EOFException e) {
            state = State.PARTIAL;
            found.note("The file ends early.");
        } catch (IOException | RuntimeException | StackOverflowError e) {
            state = State.FAILED;
            found.note("The reader " + reader.name() + " gave up: " + said(e));
        }
        String notes = found.notes().stream()
                .map(note -> note.endsWith(".") ? note : note + ".")
                .distinct()
                .collect(Collectors.joining(" "));
        return new Reading(
                state,
                found.type(),
                reader.name(),
                reader.version(),
                notes.isEmpty() ? null : notes.substring(0, Math.min(LONGEST_REASON, notes.length())),
                found.fields());
    }

    private static String said(Throwable problem) {
        String message = problem.getMessage();
        return problem instanceof StackOverflowError
                ? "the content is nested too deeply"
                : message == null || message.isBlank() ? problem.getClass().getSimpleName() : message;
    }

    /** Written as far as {@code limit} bytes allow: fields beyond are left out and the reason says so. */
    Frame frame(int limit) {
        List<FoundField> kept = new ArrayList<>();
        long bytes = 4096;
        for (FoundField field : fields) {
            bytes += 3L
                            * (field.field().length()
                                    + field.raw().length()
                                    + field.value().length()
                                    + field.source().length())
                    + 64;
            if (bytes <= limit) {
                kept.add(field);
            }
        }
        boolean cut = kept.size() < fields.size();
        return Frame.of(Frame.RESULT, out -> {
            out.writeByte((cut && state == State.DONE ? State.PARTIAL : state).ordinal());
            optional(out, type);
            optional(out, reader);
            optional(out, version);
            optional(out, cut ? "More was found than is kept of one acquisition." : reason);
            out.writeInt(kept.size());
            for (FoundField field : kept) {
                Frame.text(out, field.field());
                Frame.text(out, field.raw());
                Frame.text(out, field.value());
                out.writeBoolean(field.number() != null);
                out.writeDouble(field.number() == null ? 0 : field.number());
                optional(out, field.unit());
                Frame.text(out, field.source());
                out.writeDouble(field.confidence());
            }
        });
    }

    static Reading parse(DataInputStream in) throws IOException {
        int ordinal = in.readUnsignedByte();
        if (ordinal >= State.values().length) {
            throw new Frame.Broken("a state that is none");
        }
        State state = State.values()[ordinal];
        if (state == State.LATER) {
            throw new Frame.Broken("that the store is to blame, which is not its to say");
        }
        String type = optional(in);
        String reader = optional(in);
        String version = optional(in);
        String reason = optional(in);
        int count = in.readInt();
        if (count < 0 || count > Found.MOST_FIELDS) {
            throw new Frame.Broken(Integer.toUnsignedString(count) + " fields");
        }
        List<FoundField> fields = new ArrayList<>();
        Set<String> dropped = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            String field = Frame.text(in);
            String raw = Frame.text(in);
            String value = Frame.text(in);
            boolean isNumber = in.readBoolean();
            double number = in.readDouble();
            String unit = optional(in);
            String source = Frame.text(in);
            double confidence = in.readDouble();
            if (!Vocabulary.knows(field)
                    || isNumber && !Double.isFinite(number)
                    || !(confidence >= 0 && confidence <= 1)) {
                dropped.add(NAME.matcher(field).matches() ? field : "?");
            } else {
                fields.add(new FoundField(field, raw, value, isNumber ? number : null, unit, source, confidence));
            }
        }
        Reading reading = new Reading(state, type, reader, version, reason, fields);
        return dropped.isEmpty() ? reading : reading.without(dropped);
    }

    /** A value that cannot be kept costs itself, not the others. */
    private Reading without(Set<String> names) {
        String named = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return noting(
                state,
                "Values that the vocabulary has no place for were left out: " + named
                        + (names.size() > MOST_NAMED ? ", …" : "") + ".");
    }

    /** The acquisition has more files than readers are told of. */
    Reading noting(int told, int files) {
        return noting(
                state == State.DONE ? State.PARTIAL : state,
                "Only the first " + told + " of " + files + " files were looked at.");
    }

    /** Whatever the reader made of it, bytes were missing: another try may find more. */
    Reading later(String why) {
        return new Reading(State.LATER, type, reader, version, why, fields);
    }

    private Reading noting(State now, String note) {
        return new Reading(now, type, reader, version, reason == null ? note : reason + " " + note, fields);
    }

    Extraction.Extracted extracted() {
        return new Extraction.Extracted(
                state,
                type == null ? null : Found.clean(type),
                reader == null ? null : Found.clean(reader),
                version == null ? null : Found.clean(version),
                reason == null ? null : Found.clean(reason),
                fields.stream().map(Reading::extracted).toList());
    }

    private static Extraction.ExtractedField extracted(FoundField f) {
        Double si = f.number() == null ? null : Vocabulary.si(f.field(), f.number(), f.unit());
        return new Extraction.ExtractedField(
                f.field(),
                Found.clean(f.raw()),
                Found.clean(f.value()),
                f.unit() == null || f.unit().isEmpty() ? null : Found.clean(f.unit()),
                si,
                Found.clean(f.source()),
                f.confidence());
    }

    private static void optional(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            Frame.text(out, text);
        }
    }

    private static @Nullable String optional(DataInputStream in) throws IOException {
        return in.readBoolean() ? Frame.text(in) : null;
    }

    /** The store could not give the bytes: no fault of the file's, worth another try later. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }
}
