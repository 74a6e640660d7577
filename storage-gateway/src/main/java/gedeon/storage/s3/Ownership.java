package gedeon.storage.s3;

import java.util.Optional;

/** S3's Object Ownership: to whom belongs what another notebook writes into a bucket, and whether access lists count there. */
public enum Ownership {
    /** All belongs to the bucket's notebook; access lists are off. */
    BUCKET_OWNER_ENFORCED("BucketOwnerEnforced"),
    /** What is written with {@code bucket-owner-full-control} belongs to the bucket's notebook, all else to its writer. */
    BUCKET_OWNER_PREFERRED("BucketOwnerPreferred"),
    /** What is written belongs to its writer. */
    OBJECT_WRITER("ObjectWriter");

    private final String s3Name;

    Ownership(String s3Name) {
        this.s3Name = s3Name;
    }

    public String s3Name() {
        return s3Name;
    }

    /** Whether access lists count. */
    public boolean lists() {
        return this != BUCKET_OWNER_ENFORCED;
    }

    public static Optional<Ownership> of(String s3Name) {
        for (Ownership one : values()) {
            if (one.s3Name.equals(s3Name)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
