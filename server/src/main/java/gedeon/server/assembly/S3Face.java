package gedeon.server.assembly;

import java.net.URI;
import java.util.Optional;

/** The running S3 listener, as far as others need it: where it listens, and what clients sign for. */
public interface S3Face {
    int port();

    String region();

    /** Where clients find it, where the operator says so: behind a proxy. */
    Optional<URI> publicUrl();
}
