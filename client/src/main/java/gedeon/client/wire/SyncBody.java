package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a connector brought, and since when it asks for changes next time. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncBody(
        long experiments,
        long protocols,
        long instruments,
        long persons,
        @Nullable Instant since) {}
