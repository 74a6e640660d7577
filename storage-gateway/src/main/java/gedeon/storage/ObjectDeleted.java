package gedeon.storage;

/** A version was removed, or a delete marker was put on top ({@code version.deleteMarker()}). */
public record ObjectDeleted(StoredVersion version) implements ObjectEvent {}
