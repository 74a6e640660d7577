package gedeon.storage.quota;

/** An amount of room: bytes of content and number of objects. As a change, either may be negative. */
public record Room(long bytes, long objects) {
    public static final Room NONE = new Room(0, 0);

    public static Room ofBytes(long bytes) {
        return new Room(bytes, 0);
    }

    /** One object of so many bytes. */
    public static Room ofObject(long bytes) {
        return new Room(bytes, 1);
    }

    public Room plus(Room other) {
        return new Room(bytes + other.bytes, objects + other.objects);
    }

    public Room minus(Room other) {
        return new Room(bytes - other.bytes, objects - other.objects);
    }

    public Room negated() {
        return new Room(-bytes, -objects);
    }

    /** What is positive of it. */
    public Room orZero() {
        return new Room(Math.max(0, bytes), Math.max(0, objects));
    }

    /** The smaller of each. */
    public Room least(Room other) {
        return new Room(Math.min(bytes, other.bytes), Math.min(objects, other.objects));
    }

    /** Whether there is enough of what is needed; what is not needed is not asked. */
    public boolean covers(Room need) {
        return (need.bytes <= 0 || bytes >= need.bytes) && (need.objects <= 0 || objects >= need.objects);
    }

    public boolean isNone() {
        return bytes == 0 && objects == 0;
    }

    public boolean isNegative() {
        return bytes < 0 || objects < 0;
    }
}
