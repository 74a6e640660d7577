package gedeon.storage.namespace;

/** How a version came, as S3's events tell it. */
public enum Arrival {
    PUT("ObjectCreated:Put"),
    POST("ObjectCreated:Post"),
    COPY("ObjectCreated:Copy"),
    MULTIPART("ObjectCreated:CompleteMultipartUpload");

    private final String event;

    Arrival(String event) {
        this.event = event;
    }

    String event() {
        return event;
    }
}
