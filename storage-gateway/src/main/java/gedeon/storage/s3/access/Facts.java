package gedeon.storage.s3.access;

import java.util.List;

/** What is known of a request, under the names that conditions of policies use. */
@FunctionalInterface
public interface Facts {
    Facts NONE = key -> List.of();

    /** @param key the condition key in lower case, but for what follows a slash; empty where the request says nothing of it */
    List<String> of(String key);

    /** The same, but for one key. */
    default Facts with(String other, List<String> values) {
        return key -> key.equals(other) ? values : of(key);
    }
}
