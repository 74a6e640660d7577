package gedeon.server.rest;

import gedeon.server.assembly.S3Face;
import gedeon.server.assembly.Started;
import java.net.URI;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Where clients find this server's S3 port. */
@Component
public class S3Address {
    private final Started started;
    private final ObjectProvider<S3Face> s3;

    S3Address(Started started, ObjectProvider<S3Face> s3) {
        this.started = started;
        this.s3 = s3;
    }

    public String url() {
        return s3.stream()
                .flatMap(face -> face.publicUrl().stream())
                .findFirst()
                .orElseGet(this::listening)
                .toString();
    }

    private URI listening() {
        int port = s3.stream()
                .map(S3Face::port)
                .findFirst()
                .orElse(started.options().s3Port());
        return started.url(port);
    }

    public String region() {
        return s3.stream().map(S3Face::region).findFirst().orElse("us-east-1");
    }
}
