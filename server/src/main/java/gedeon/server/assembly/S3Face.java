package gedeon.server.assembly;

/** The running S3 listener, as far as others need it: where it listens, and what clients sign for. */
public interface S3Face {
    int port();

    String region();
}
