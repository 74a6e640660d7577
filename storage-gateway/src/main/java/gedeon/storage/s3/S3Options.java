package gedeon.storage.s3;

/**
 * How the S3 port answers.
 *
 * @param region the one region, which signatures name
 */
public record S3Options(String region) {
    public static final S3Options DEFAULTS = new S3Options("us-east-1");
}
