package gedeon.storage;

/** What room is counted in. */
public enum RoomOf {
    BYTES,
    OBJECTS
}
