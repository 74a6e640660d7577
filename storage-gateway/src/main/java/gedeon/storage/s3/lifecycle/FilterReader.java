package gedeon.storage.s3.lifecycle;

import gedeon.storage.ObjectKey;
import gedeon.storage.lifecycle.LifecycleFilter;
import gedeon.storage.s3.xml.XmlTree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule is about: its Filter, or its own Prefix as before filters existed. S3 wants several predicates within an And; where they stand beside each
 * other, all must hold as well, which removes less, never more.
 */
final class FilterReader {
    private static final int LONGEST_TAG_KEY = 128;
    private static final int LONGEST_TAG_VALUE = 256;

    private @Nullable String prefix;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private @Nullable Long larger;
    private @Nullable Long smaller;

    private FilterReader() {}

    static LifecycleFilter read(XmlTree rule) {
        Optional<XmlTree> filter = rule.child("Filter");
        Optional<String> own = rule.rawTextOf("Prefix");
        if (filter.isPresent() == own.isPresent()) {
            throw Refused.malformed("a rule has a Filter, or a Prefix of its own, and not both");
        }
        FilterReader reader = new FilterReader();
        if (own.isPresent()) {
            reader.prefix(own.get());
        } else {
            reader.take(filter.get());
        }
        Long larger = reader.larger;
        Long smaller = reader.smaller;
        if (larger != null && smaller != null && larger >= smaller) {
            throw Refused.request("ObjectSizeGreaterThan is less than ObjectSizeLessThan");
        }
        return new LifecycleFilter(reader.prefix, reader.tags, larger, smaller, own.isPresent());
    }

    private void take(XmlTree filter) {
        filter.rawTextOf("Prefix").ifPresent(this::prefix);
        filter.all("Tag").forEach(this::tag);
        larger = size(filter, "ObjectSizeGreaterThan", larger, true);
        smaller = size(filter, "ObjectSizeLessThan", smaller, false);
        List<XmlTree> and = filter.all("And");
        if (and.size() > 1) {
            throw Refused.malformed("a Filter has one And");
        }
        and.forEach(this::take);
    }

    /** Of two prefixes, both must hold: the longer, or none at all. */
    private void prefix(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > ObjectKey.MAX_BYTES) {
            throw Refused.request("a prefix has at most " + ObjectKey.MAX_BYTES + " bytes");
        }
        String before = prefix == null ? "" : prefix;
        if (!before.startsWith(text) && !text.startsWith(before)) {
            throw Refused.request("no key begins with both \"" + before + "\" and \"" + text + "\"");
        }
        prefix = text.length() >= before.length() ? text : before;
    }

    private void tag(XmlTree tag) {
        String key = tag.textOf("Key").orElse("");
        String value = tag.textOf("Value").orElseThrow(() -> Refused.malformed("a Tag has a Key and a Value"));
        if (key.isEmpty() || key.length() > LONGEST_TAG_KEY || value.length() > LONGEST_TAG_VALUE) {
            throw Refused.request(
                    "a tag's key has 1 to " + LONGEST_TAG_KEY + " characters, its value up to " + LONGEST_TAG_VALUE);
        }
        if (tags.put(key, value) != null) {
            throw Refused.request("the tag " + key + " is given twice");
        }
    }

    private static @Nullable Long size(XmlTree filter, String name, @Nullable Long before, boolean lower) {
        Optional<String> text = filter.textOf(name);
        if (text.isEmpty()) {
            return before;
        }
        long bytes;
        try {
            bytes = Long.parseLong(text.get());
        } catch (NumberFormatException e) {
            throw Refused.malformed(name + " is a number of bytes, was \"" + text.get() + "\"");
        }
        if (bytes < (lower ? 0 : 1)) {
            throw Refused.request(name + " is at least " + (lower ? 0 : 1) + ", was " + bytes);
        }
        return before == null ? bytes : lower ? Math.max(before, bytes) : Math.min(before, bytes);
    }
}
