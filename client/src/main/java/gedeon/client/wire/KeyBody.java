package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access key. The secret is told once, when the key is made; lists leave it out.
 *
 * @param ownerId the S3 canonical user: the notebook, to which belongs what is written with the key
 * @param holder the account that answers for the key
 * @param expires when a temporary key ends; absent for a lasting one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyBody(
        String accessKey,
        @Nullable String secretKey,
        String ownerId,
        String ownerName,
        String holder,
        @Nullable Instant expires) {
    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "KeyBody[accessKey=" + accessKey + ", secretKey=***, ownerId=" + ownerId + ", ownerName=" + ownerName
                + ", holder=" + holder + ", expires=" + expires + "]";
    }
}
