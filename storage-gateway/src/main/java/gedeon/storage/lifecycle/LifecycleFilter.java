package gedeon.storage.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.StoredVersion;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which versions a rule speaks of: those for which everything that it says holds.
 *
 * @param prefix null where none is said, which is as an empty one
 * @param largerThan and {@code smallerThan}: bytes, both exclusive
 * @param old whether the prefix was said in the rule itself, as before filters existed; it is shown so again
 */
public record LifecycleFilter(
        @Nullable String prefix,
        Map<String, String> tags,
        @Nullable Long largerThan,
        @Nullable Long smallerThan,
        boolean old) {
    public LifecycleFilter {
        tags = Map.copyOf(tags);
    }

    public String prefixText() {
        return prefix == null ? "" : prefix;
    }

    boolean fitsKey(byte[] key) {
        byte[] start = prefixText().getBytes(UTF_8);
        return key.length >= start.length && Arrays.equals(key, 0, start.length, start, 0, start.length);
    }

    /** A delete marker has neither tags nor a size: a filter that speaks of them does not mean it. */
    boolean fits(StoredVersion version) {
        if (version.deleteMarker()) {
            return fitsKey(version.key().bytes()) && tags.isEmpty() && largerThan == null && smallerThan == null;
        }
        return fits(version.key().bytes(), version.tags(), version.size().value());
    }

    boolean fits(byte[] key, Map<String, String> given, long size) {
        return fitsKey(key)
                && given.entrySet().containsAll(tags.entrySet())
                && (largerThan == null || size > largerThan)
                && (smallerThan == null || size < smallerThan);
    }
}
