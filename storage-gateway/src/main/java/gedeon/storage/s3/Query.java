package gedeon.storage.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Decoded query parameters, in the order sent. */
public record Query(List<Parameter> parameters) {
    public record Parameter(String name, String value) {}

    public static Query of(String raw) {
        List<Parameter> all = new ArrayList<>();
        for (String piece : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
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
        return parameters.stream().anyMatch(one -> one.name().equals(name));
    }

    public Optional<String> get(String name) {
        return parameters.stream()
                .filter(one -> one.name().equals(name))
                .map(Parameter::value)
                .findFirst();
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
