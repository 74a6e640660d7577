package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One generation of an encryption key; never the key itself.
 *
 * @param name {@code _notebook} for the notebook's own key
 * @param state {@code current}, {@code old} (still opens what it encrypted) or {@code destroyed}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EncryptionKeyBody(
        String name,
        int generation,
        String state,
        Instant created,
        @Nullable Instant destroyed) {}
