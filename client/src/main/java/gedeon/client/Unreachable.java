package gedeon.client;

import java.net.URI;

/** The server did not answer. Nothing is known about what became of the request. */
public final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unreachable(URI server, Throwable cause) {
        super(
                "no answer from " + server + " (" + reason(cause) + "); check the address and that the server runs",
                cause);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
