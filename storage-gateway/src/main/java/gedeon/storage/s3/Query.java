package gedeon.storage.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Decoded query parameters, in the order sent. */
public record Query(List<Parameter> parameters) {
    public record Parameter(String name, String value) {}

    private static final Query NONE = new Query(List.of());

    public static Query of(String raw) {
        if (raw.isEmpty()) {
            return NONE;
        }
        List<Parameter> all = new ArrayList<>();
        for (String piece : raw.split("&", -1)) {
            if (!piece.isEmpty()) {
                int equals = piece.indexOf('=');
                String name = equals < 0 ? piece : piece.substring(0, equals);
                String value = equals < 0 ? "" : piece.substring(equals + 1);
                all.add(new Parameter(Uri.decodeText(name, true), Uri.decodeText(value, true)));
            }
        }
        return new Query(List.copyOf(all));
    }

    public boolean has(String name) {
        return get(name).isPresent();
    }

    public Optional<String> get(String name) {
        for (Parameter one : parameters) {
            if (one.name().equals(name)) {
                return Optional.of(one.value());
            }
        }
        return Optional.empty();
    }

    /** A whole number within bounds; what is above the upper bound counts as the bound. */
    public OptionalInt number(String name, int least, int most) {
        Optional<String> text = get(name).filter(value -> !value.isEmpty());
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            long value = Long.parseLong(text.get());
            if (value < least) {
                throw S3Error.invalidArgument(name + " is at least " + least + ", was " + text.get());
            }
            return OptionalInt.of((int) Math.min(value, most));
        } catch (NumberFormatException e) {
            throw S3Error.invalidArgument(name + " is a whole number, was \"" + text.get() + "\"");
        }
    }
}
