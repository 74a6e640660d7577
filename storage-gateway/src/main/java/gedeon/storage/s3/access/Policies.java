package gedeon.storage.s3.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Policies as they were read before: the same text means the same. Bounded; emptied when full, for reading is cheap. */
final class Policies {
    private static final int MOST = 512;

    private record Text(String bucket, String text) {}

    private final Map<Text, Policy> known = new ConcurrentHashMap<>();

    Policy of(String bucket, String text) {
        Text key = new Text(bucket, text);
        Policy found = known.get(key);
        if (found == null) {
            found = PolicyReader.read(text, bucket);
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(key, found);
        }
        return found;
    }
}
