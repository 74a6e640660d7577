package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.ObjectKey;
import java.util.Arrays;

/** Names of objects as requests say them (S3 User Guide, "Naming Amazon S3 objects"): in addresses, copies, forms and lists alike. */
final class ObjectNames {
    private ObjectNames() {}

    /** @throws S3Error KeyTooLongError, InvalidURI */
    static ObjectKey of(byte[] bytes) {
        if (bytes.length > ObjectKey.MAX_BYTES) {
            throw new S3Error("KeyTooLongError", 400, "a key has at most 1024 bytes, was " + bytes.length);
        }
        String text = new String(bytes, UTF_8);
        if (!Arrays.equals(text.getBytes(UTF_8), bytes)) {
            // Policies, listings and events speak of names as text: two keys must never read as one.
            throw new S3Error("InvalidURI", 400, "a key is text in UTF-8, and this is none; encode it so");
        }
        if (climbs(text)) {
            throw new S3Error(
                    "InvalidURI",
                    400,
                    "a key in which \"..\" leads out of its own beginning is none; name it otherwise");
        }
        return ObjectKey.of(bytes);
    }

    /** Whether {@code ..} is met more often than what it leaves: read as a path, the key would be another bucket's, or no address at all. */
    private static boolean climbs(String key) {
        if (!key.contains("..")) {
            return false;
        }
        int depth = 0;
        for (String segment : key.split("/", -1)) {
            depth += segment.equals("..") ? -1 : segment.equals(".") ? 0 : 1;
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }
}
