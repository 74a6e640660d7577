package gedeon.storage.s3;

/**
 * How the S3 port answers.
 *
 * @param region the one region, which signatures name
 * @param ownership of buckets that say nothing of it
 */
public record S3Options(String region, Ownership ownership) {
    public static final S3Options DEFAULTS = new S3Options("us-east-1", Ownership.BUCKET_OWNER_ENFORCED);
}
