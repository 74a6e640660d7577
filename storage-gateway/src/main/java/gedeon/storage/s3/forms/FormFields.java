package gedeon.storage.s3.forms;

import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.Text;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields before the file, by their names in lower case, as S3 compares them. At most 20 KiB in all, no name twice. */
final class FormFields {
    static final int LARGEST = 20 << 10;

    /** A key may have any bytes; the others are read as XML and as JSON. */
    private static final Set<String> ANY_TEXT = Set.of("key", "policy", "tagging");

    private final Map<String, String> values = new LinkedHashMap<>();
    private int left = LARGEST;

    static S3Error tooLarge() {
        return new S3Error(
                "MaxPostPreDataLengthExceeded", 400, "the fields before the file take at most 20 KiB in all");
    }

    /** How many bytes may still come. */
    int left() {
        return left;
    }

    void count(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw tooLarge();
        }
    }

    void put(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        Text.requirePrintable(name, "the name of a form's field");
        if (!ANY_TEXT.contains(lower)) {
            Text.requirePrintable(value, "the form's field " + name);
        }
        if (values.putIfAbsent(lower, value) != null) {
            throw S3Error.invalidArgument("the form has the field " + name + " twice");
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Map<String, String> values() {
        return values;
    }
}
