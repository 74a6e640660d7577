package gedeon.storage;

import gedeon.kernel.ByteCount;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** There is no room: which scope, how much it has, how much was asked of what, whom to ask. Always a final 403, never a 5xx. */
public final class QuotaExceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Scope scope;
    private final transient Quota quota;
    private final RoomOf of;
    private final long asked;
    private final transient @Nullable Silent silent;

    /**
     * Room that is promised to processes which do not answer, and comes back by itself.
     *
     * @param amount of what was asked for: bytes, or objects
     * @param backBy when the last of it has come back, unless its process answers again
     */
    public record Silent(long amount, Instant backBy) {}

    /** Of bytes, where nobody is known to ask. */
    public QuotaExceeded(Scope scope, String name, Quota quota, ByteCount asked) {
        this(scope, name, quota, RoomOf.BYTES, asked.value(), List.of(), null);
    }

    private QuotaExceeded(
            Scope scope,
            String name,
            Quota quota,
            RoomOf of,
            long asked,
            List<String> directors,
            @Nullable Silent silent) {
        super("Quota of " + (scope instanceof Scope.OfUnit ? "unit " : "notebook ") + name + " full: "
                + figures(quota, of) + ", asked " + asked + ". " + words(of, silent) + "Ask "
                + (directors.isEmpty() ? "the unit's director" : String.join(" or ", directors)) + " for room.");
        this.scope = scope;
        this.quota = quota;
        this.of = of;
        this.asked = asked;
        this.silent = silent;
    }

    /**
     * @param of what there is too little
     * @param asked bytes or objects
     * @param directors names of whom to ask; none: the unit's director
     * @param silent null where all that is reserved is promised to processes that answer
     */
    public static QuotaExceeded of(
            RoomOf of,
            Scope scope,
            String name,
            Quota quota,
            long asked,
            List<String> directors,
            @Nullable Silent silent) {
        return new QuotaExceeded(scope, name, quota, of, asked, directors, silent);
    }

    private static String words(RoomOf of, @Nullable Silent silent) {
        return silent == null
                ? ""
                : "Of what is reserved, " + silent.amount() + (of == RoomOf.BYTES ? " bytes" : " objects")
                        + " are promised to a process that does not answer and come back by "
                        + silent.backBy().truncatedTo(ChronoUnit.SECONDS) + ": repeat the request then. ";
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

    /** Empty where all that is reserved is promised to processes that answer. */
    public Optional<Silent> silent() {
        return Optional.ofNullable(silent);
    }

    /** How many bytes, or objects, were asked for. */
    public long asked() {
        return asked;
    }
}
