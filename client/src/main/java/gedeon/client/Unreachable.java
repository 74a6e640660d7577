package gedeon.client;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server did not answer. Nothing is known about what became of the request. */
public final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Obstacle obstacle;

    public Unreachable(URI server, Throwable cause) {
        this(server, cause, Obstacle.of(cause, server, null));
    }

    public Unreachable(URI server, Throwable cause, @Nullable Connection connection) {
        this(server, cause, Obstacle.of(cause, server, connection));
    }

    private Unreachable(URI server, Throwable cause, Optional<Obstacle> obstacle) {
        super(
                obstacle.filter(Unreachable::sayable)
                        .map(known -> known.sentence(Locale.ENGLISH))
                        .orElseGet(() -> "no answer from " + server + " (" + reason(cause)
                                + "); check the address and that the server runs"),
                cause);
        this.obstacle = obstacle.orElse(null);
    }

    /** What stands in between, where that can be told. */
    public Optional<Obstacle> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    /** One whose own sentence says more than that nobody answers. */
    private static boolean sayable(Obstacle obstacle) {
        return obstacle.kind() != Obstacle.Kind.SERVER_AWAY;
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
