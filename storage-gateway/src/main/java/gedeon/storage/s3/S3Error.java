package gedeon.storage.s3;

import gedeon.storage.ObjectKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that is an error: S3's code, the status, a sentence with the remedy. */
public final class S3Error extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final int status;
    private final transient Map<String, String> details;
    private transient Map<String, String> headers = Map.of();

    public S3Error(String code, int status, @Nullable String message) {
        this(code, status, message, Map.of());
    }

    public S3Error(String code, int status, @Nullable String message, Map<String, String> details) {
        super(message);
        this.code = code;
        this.status = status;
        this.details = details;
    }

    /** Headers that the answer carries beside its body. */
    public S3Error with(Map<String, String> named) {
        headers = Map.copyOf(named);
        return this;
    }

    /** The same, of which of many objects it speaks. */
    public S3Error about(ObjectKey key) {
        return about(key.toString());
    }

    /** As the one beside, where what it speaks of is no key. */
    public S3Error about(String name) {
        Map<String, String> all = new LinkedHashMap<>(details);
        all.put("Key", Text.shown(name));
        return new S3Error(code, status, getMessage(), all).with(headers);
    }

    public static S3Error invalidArgument(String message) {
        return new S3Error("InvalidArgument", 400, message);
    }

    public static S3Error invalidRequest(String message) {
        return new S3Error("InvalidRequest", 400, message);
    }

    public static S3Error notImplemented(String what) {
        return new S3Error("NotImplemented", 501, what + " is not offered; docs/s3.md lists what is");
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public Map<String, String> details() {
        return details;
    }
}
