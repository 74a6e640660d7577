package gedeon.storage;

/** A version was committed. Delivered from the outbox at least once, in no particular order. */
public record ObjectStored(StoredVersion version) implements ObjectEvent {}
