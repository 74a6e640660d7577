package gedeon.client.wire;

import org.jspecify.annotations.Nullable;

/** Where a person gets mail; null for nowhere. */
public record EmailBody(@Nullable String email) {}
