package gedeon.storage.s3;

import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A set of tags: in XML, and in the header {@code x-amz-tagging} as a query. S3: keys up to 128 and values up to 256 characters, no key twice. */
final class Tags {
    static final int OF_AN_OBJECT = 10;
    static final int OF_A_BUCKET = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private Tags() {}

    static Map<String, String> header(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Query.Parameter one : Query.of(text).parameters()) {
            put(tags, one.name(), one.value(), "InvalidArgument");
        }
        return bounded(tags, OF_AN_OBJECT, "InvalidArgument");
    }

    static Map<String, String> xml(XmlTree tagging, int most) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (XmlTree set : tagging.all("TagSet")) {
            for (XmlTree tag : set.all("Tag")) {
                String key = tag.textOf("Key").orElseThrow(() -> new S3Error("MalformedXML", 400, "a tag has a Key"));
                String value =
                        tag.textOf("Value").orElseThrow(() -> new S3Error("MalformedXML", 400, "a tag has a Value"));
                put(tags, key, value, "InvalidTag");
            }
        }
        return bounded(tags, most, "InvalidTag");
    }

    private static void put(Map<String, String> tags, String key, String value, String code) {
        if (key.isEmpty() || key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
            throw new S3Error(
                    "InvalidTag",
                    400,
                    "a tag's key has 1 to " + LONGEST_KEY + " characters, its value up to " + LONGEST_VALUE);
        }
        if (Text.hasControls(key) || Text.hasControls(value)) {
            throw new S3Error(code, 400, "a tag has control characters; leave them out");
        }
        if (key.startsWith("aws:")) {
            throw new S3Error("InvalidTag", 400, "tags that begin with aws: cannot be set");
        }
        if (tags.put(key, value) != null) {
            throw new S3Error(code, 400, "the tag " + key + " is given twice");
        }
    }

    private static Map<String, String> bounded(Map<String, String> tags, int most, String code) {
        if (tags.size() > most) {
            throw new S3Error(code, 400, "at most " + most + " tags, were " + tags.size());
        }
        return tags;
    }

    static XmlWriter write(Map<String, String> tags) {
        XmlWriter xml = XmlWriter.root("Tagging").open("TagSet");
        new TreeMap<>(tags)
                .forEach((key, value) -> xml.open("Tag")
                        .element("Key", key)
                        .element("Value", value)
                        .close("Tag"));
        return xml.close("TagSet");
    }
}
