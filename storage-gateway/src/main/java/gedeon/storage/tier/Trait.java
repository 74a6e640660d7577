package gedeon.storage.tier;

/** What callers may count on. */
public enum Trait {
    /** Reads answer at once. */
    ONLINE,
    /** A part of a blob can be read without the rest. */
    RANGE_READ,
    /** What is acknowledged survives the process and the power. */
    DURABLE
}
