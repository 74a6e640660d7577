package gedeon.client.wire;

import java.time.Instant;

/** A temporary key, told once. A client sends all three: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN. */
public record TemporaryKeyBody(String accessKey, String secretKey, String sessionToken, Instant expires) {
    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "TemporaryKeyBody[accessKey=" + accessKey + ", secretKey=***, sessionToken=***, expires=" + expires
                + "]";
    }
}
