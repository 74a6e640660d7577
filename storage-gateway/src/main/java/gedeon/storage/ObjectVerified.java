package gedeon.storage;

/**
 * What is stored of a version was read again, and its SHA-256 is known from now on: of one that was made of parts nobody knew it before. Delivered from the outbox at
 * least once, in no particular order; nothing else of the version changed.
 */
public record ObjectVerified(StoredVersion version) implements ObjectEvent {}
