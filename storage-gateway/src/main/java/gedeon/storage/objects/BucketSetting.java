package gedeon.storage.objects;

/** What is said of a bucket as a text whose form the S3 face alone knows. */
public enum BucketSetting {
    ACL,
    CORS,
    ENCRYPTION,
    LIFECYCLE,
    NOTIFICATION,
    OWNERSHIP,
    POLICY,
    PUBLIC_ACCESS_BLOCK,
    TAGGING
}
