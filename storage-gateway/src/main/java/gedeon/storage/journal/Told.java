package gedeon.storage.journal;

import java.util.List;

/** The tables whose rows the journal tells, in the order in which they refer to one another. */
public enum Told {
    UNIT("id"),
    STORAGE_POLICY("id"),
    TIER("id"),
    NOTEBOOK("id"),
    QUOTA("kind", "id"),
    BUCKET("id"),
    KEY_DISPOSAL("id"),
    UPLOAD("id"),
    PART("content_id", "number"),
    VERSION("bucket_id", "key", "seq"),
    TOMBSTONE("bucket_id", "key", "seq"),
    ADOPTION("tier_id"),
    ADOPTED_FILE("tier_id", "blob_id");

    private final List<String> key;

    Told(String... key) {
        this.key = List.of(key);
    }

    public String table() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The columns that name a row. */
    public List<String> key() {
        return key;
    }

    /** Whether its rows also change without being told: what is used of a quota, how far a file is read. */
    boolean changesUntold() {
        return this == QUOTA || this == ADOPTED_FILE;
    }

    /** Whether its ids are drawn by the database, one after the other. */
    public boolean identity() {
        return switch (this) {
            case UNIT, STORAGE_POLICY, TIER, NOTEBOOK, BUCKET, KEY_DISPOSAL -> true;
            case QUOTA, UPLOAD, PART, VERSION, TOMBSTONE, ADOPTION, ADOPTED_FILE -> false;
        };
    }
}
