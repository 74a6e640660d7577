package gedeon.storage.tier.s3;

import java.util.Map;
import java.util.Set;

/**
 * Where an S3 tier is; no secret is among it.
 *
 * @param endpoint {@code https://host[:port]}
 * @param prefix of all objects' names, without a slash at its ends; may be empty
 * @param credentials {@code env:NAME}, for the variables {@code NAME_ACCESS_KEY} and {@code NAME_SECRET_KEY}, or {@code file:/path}, a file of mode 600 with
 *     the access key in its first line and the secret key in its second
 * @param capacity bytes that it may hold as far as anybody knows; {@link Long#MAX_VALUE} where nobody does
 */
record S3TierSettings(
        String endpoint, String region, String bucket, String prefix, String credentials, int partSize, long capacity) {
    static final int SMALLEST_PART = 5 << 20;
    private static final int PART = 8 << 20;
    private static final Set<String> KNOWN =
            Set.of("endpoint", "region", "bucket", "prefix", "credentials", "part-size", "capacity");

    S3TierSettings {
        if (!endpoint.matches("https?://[^/]+")) {
            throw new IllegalArgumentException(
                    "endpoint of an S3 tier is http(s)://host[:port], was \"" + endpoint + "\"");
        }
        if (!credentials.startsWith("env:") && !credentials.startsWith("file:/")) {
            throw new IllegalArgumentException("credentials of an S3 tier are env:NAME (for NAME_ACCESS_KEY and "
                    + "NAME_SECRET_KEY) or file:/path; they never hold a key themselves");
        }
        if (partSize < SMALLEST_PART || partSize > 64 << 20) {
            throw new IllegalArgumentException("part-size of an S3 tier is 5 MiB to 64 MiB, was " + partSize);
        }
        if (prefix.startsWith("/") || prefix.endsWith("/")) {
            throw new IllegalArgumentException(
                    "prefix of an S3 tier begins and ends without a slash, was \"" + prefix + "\"");
        }
    }

    /** @throws IllegalArgumentException naming what is absent, wrong or unknown */
    static S3TierSettings of(Map<String, String> settings) {
        settings.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "an S3 tier has no setting \"" + name + "\"; it has " + String.join(", ", KNOWN));
                });
        return new S3TierSettings(
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
            throw new IllegalArgumentException("an S3 tier needs " + name);
        }
        return value;
    }

    private static long number(Map<String, String> settings, String name, long usual) {
        String text = settings.get(name);
        try {
            return text == null ? usual : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " of an S3 tier is a number of bytes, was \"" + text + "\"");
        }
    }

    String name(String rest) {
        return prefix.isEmpty() ? rest : prefix + "/" + rest;
    }
}
