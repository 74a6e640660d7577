package gedeon.storage.s3.access;

/** Whether a request may do what it asks, and why. */
public sealed interface Decision {
    String reason();

    record Allowed(String reason) implements Decision {}

    /** @param explicit whether a statement of a policy says no; else nothing says yes */
    record Denied(String reason, boolean explicit) implements Decision {}

    default boolean allowed() {
        return this instanceof Allowed;
    }
}
