package gedeon.storage.s3.forms;

import gedeon.storage.s3.S3Error;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The fields before the file, by their names in lower case, as S3 compares them. At most 20 KiB in all, no name twice. */
final class FormFields {
    static final int LARGEST = 20 << 10;

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
        if (values.putIfAbsent(name.toLowerCase(Locale.ROOT), value) != null) {
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
