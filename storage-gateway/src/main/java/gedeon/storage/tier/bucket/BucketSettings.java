package gedeon.storage.tier.bucket;

import java.util.Map;
import java.util.Set;

/**
 * Where a tier in a bucket is; no secret is among it.
 *
 * @param endpoint {@code https://host[:port]}
 * @param prefix of all objects' names, without a slash at its ends; may be empty
 * @param credentials {@code env:NAME}, for the variables {@code NAME_ACCESS_KEY} and {@code NAME_SECRET_KEY}, or {@code file:/path}, a file of mode 600 with
 *     the access key in its first line and the secret key in its second
 * @param capacity bytes that it may hold as far as anybody knows; {@link Long#MAX_VALUE} where nobody does
 */
public record BucketSettings(
        String endpoint, String region, String bucket, String prefix, String credentials, int partSize, long capacity) {
    private static final int SMALLEST_PART = 5 << 20;
    private static final int PART = 8 << 20;
    /** The names of all that may be said of a bucket. */
    public static final Set<String> NAMES =
            Set.of("endpoint", "region", "bucket", "prefix", "credentials", "part-size", "capacity");

    public BucketSettings {
        if (!endpoint.matches("https?://[^/]+")) {
            throw new IllegalArgumentException(
                    "endpoint of a tier in a bucket is http(s)://host[:port], was \"" + endpoint + "\"");
        }
        if (!credentials.startsWith("env:") && !credentials.startsWith("file:/")) {
            throw new IllegalArgumentException(
                    "credentials of a tier in a bucket are env:NAME (for NAME_ACCESS_KEY and "
                            + "NAME_SECRET_KEY) or file:/path; they never hold a key themselves");
        }
        if (partSize < SMALLEST_PART || partSize > 64 << 20) {
            throw new IllegalArgumentException("part-size of a tier in a bucket is 5 MiB to 64 MiB, was " + partSize);
        }
        if (prefix.startsWith("/") || prefix.endsWith("/")) {
            throw new IllegalArgumentException(
                    "prefix of a tier in a bucket begins and ends without a slash, was \"" + prefix + "\"");
        }
    }

    /**
     * Reads those of {@link #NAMES}; whoever has others looks at them himself.
     *
     * @throws IllegalArgumentException naming what is absent or wrong
     */
    public static BucketSettings of(Map<String, String> settings) {
        return new BucketSettings(
                needed(settings, "endpoint"),
                settings.getOrDefault("region", "us-east-1"),
                needed(settings, "bucket"),
                settings.getOrDefault("prefix", ""),
                needed(settings, "credentials"),
                (int) number(settings, "part-size", PART),
                number(settings, "capacity", Long.MAX_VALUE));
    }

    private static String needed(Map<String, String> settings, String name) {
        String value = settings.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("a tier in a bucket needs " + name);
        }
        return value;
    }

    private static long number(Map<String, String> settings, String name, long usual) {
        String text = settings.get(name);
        try {
            return text == null ? usual : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + " of a tier in a bucket is a number of bytes, was \"" + text + "\"");
        }
    }

    /** The whole name of an object. */
    public String name(String rest) {
        return prefix.isEmpty() ? rest : prefix + "/" + rest;
    }

    /** Another place in the same bucket, under a name within this prefix. */
    public BucketSettings within(String folder) {
        return new BucketSettings(endpoint, region, bucket, name(folder), credentials, partSize, capacity);
    }

    /** As messages name it. */
    public String where() {
        return prefix.isEmpty() ? endpoint + "/" + bucket : endpoint + "/" + bucket + "/" + prefix;
    }
}
