package gedeon.storage;

/** What happened to an object: the events that the outbox delivers. */
public sealed interface ObjectEvent permits ObjectStored, ObjectChanged, ObjectDeleted, ObjectVerified {
    StoredVersion version();
}
