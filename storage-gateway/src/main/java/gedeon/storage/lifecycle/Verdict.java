package gedeon.storage.lifecycle;

/** What rules want of a version. */
enum Verdict {
    KEEP,
    /** As a delete without a version: the bucket's versioning says whether a marker is put on top. */
    EXPIRE,
    /** This version, or marker, goes for good. */
    REMOVE
}
