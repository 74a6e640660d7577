package gedeon.storage;

/** Whether a bucket keeps what is replaced (S3: PutBucketVersioning). Once ENABLED it is never OFF again. */
public enum Versioning {
    /** Every version is the null version, replaced by the next. */
    OFF,
    ENABLED,
    /** New versions are null versions, which replace each other; those made before stay. */
    SUSPENDED
}
