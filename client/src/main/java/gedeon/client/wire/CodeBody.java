package gedeon.client.wire;

import java.time.Instant;

/** A one-time code by which an agent enrols. */
public record CodeBody(String code, Instant expires) {
    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "CodeBody[code=***, expires=" + expires + "]";
    }
}
