package gedeon.server.assembly;

import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param region what clients sign for, and what GetBucketLocation answers */
@ConfigurationProperties("gedeon.s3")
record S3Settings(@DefaultValue("us-east-1") String region) {
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,32}");

    S3Settings {
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException(
                    "gedeon.s3.region is 1 to 32 of a-z, 0-9 and '-', was \"" + region + "\"");
        }
    }
}
