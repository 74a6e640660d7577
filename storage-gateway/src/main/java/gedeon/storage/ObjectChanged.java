package gedeon.storage;

/** Tags, retention, legal hold or access list of a version were changed; its content never is. */
public record ObjectChanged(StoredVersion version) implements ObjectEvent {}
