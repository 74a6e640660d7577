package gedeon.server.assembly;

import gedeon.storage.s3.Ownership;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param region what clients sign for, and what GetBucketLocation answers
 * @param objectOwnership of buckets that say nothing of it: whether access lists count there, and to whom belongs what another notebook writes
 */
@ConfigurationProperties("gedeon.s3")
record S3Settings(
        @DefaultValue("us-east-1") String region,
        @DefaultValue("BUCKET_OWNER_ENFORCED") Ownership objectOwnership) {
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,32}");

    S3Settings {
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException(
                    "gedeon.s3.region is 1 to 32 of a-z, 0-9 and '-', was \"" + region + "\"");
        }
    }
}
