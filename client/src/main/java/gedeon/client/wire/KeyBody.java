package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** An access key. The secret is told once, when the key is made; lists leave it out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyBody(String accessKey, @Nullable String secretKey, String ownerId, String ownerName) {
    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "KeyBody[accessKey=" + accessKey + ", secretKey=***, ownerId=" + ownerId + ", ownerName=" + ownerName
                + "]";
    }
}
