package gedeon.storage;

import gedeon.kernel.ByteCount;

/** There is no room: which scope, how much it has, how much was asked. Always a final 403, never a 5xx. */
public final class QuotaExceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Scope scope;
    private final transient Quota quota;
    private final transient ByteCount asked;

    public QuotaExceeded(Scope scope, String name, Quota quota, ByteCount asked) {
        super("Quota of " + (scope instanceof Scope.OfUnit ? "unit " : "notebook ") + name + " full: limit "
                + quota.limit() + " bytes, used " + quota.used() + ", reserved " + quota.reserved() + ", asked " + asked
                + ". Ask the unit's director for room.");
        this.scope = scope;
        this.quota = quota;
        this.asked = asked;
    }

    public Scope scope() {
        return scope;
    }

    public Quota quota() {
        return quota;
    }

    public ByteCount asked() {
        return asked;
    }
}
