package gedeon.storage;

import gedeon.kernel.ByteCount;
import java.util.List;

/** There is no room: which scope, how much it has, how much was asked of what, whom to ask. Always a final 403, never a 5xx. */
public final class QuotaExceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Scope scope;
    private final transient Quota quota;
    private final RoomOf of;
    private final long asked;

    /** Of bytes, where nobody is known to ask. */
    public QuotaExceeded(Scope scope, String name, Quota quota, ByteCount asked) {
        this(scope, name, quota, RoomOf.BYTES, asked.value(), List.of());
    }

    private QuotaExceeded(Scope scope, String name, Quota quota, RoomOf of, long asked, List<String> directors) {
        super("Quota of " + (scope instanceof Scope.OfUnit ? "unit " : "notebook ") + name + " full: "
                + figures(quota, of) + ", asked " + asked + ". Ask "
                + (directors.isEmpty() ? "the unit's director" : String.join(" or ", directors)) + " for room.");
        this.scope = scope;
        this.quota = quota;
        this.of = of;
        this.asked = asked;
    }

    /** @param directors names of whom to ask; none: the unit's director */
    public static QuotaExceeded ofBytes(Scope scope, String name, Quota quota, long asked, List<String> directors) {
        return new QuotaExceeded(scope, name, quota, RoomOf.BYTES, asked, directors);
    }

    /** @param directors names of whom to ask; none: the unit's director */
    public static QuotaExceeded ofObjects(Scope scope, String name, Quota quota, long asked, List<String> directors) {
        return new QuotaExceeded(scope, name, quota, RoomOf.OBJECTS, asked, directors);
    }

    private static String figures(Quota quota, RoomOf of) {
        return switch (of) {
            case BYTES -> "limit " + quota.limit() + " bytes, used " + quota.used() + ", reserved " + quota.reserved();
            case OBJECTS ->
                "limit " + quota.objects().limit() + " objects, used "
                        + quota.objects().used() + ", reserved "
                        + quota.objects().reserved();
        };
    }

    public Scope scope() {
        return scope;
    }

    public Quota quota() {
        return quota;
    }

    public RoomOf of() {
        return of;
    }

    /** How many bytes, or objects, were asked for. */
    public long asked() {
        return asked;
    }
}
