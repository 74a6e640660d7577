package gedeon.client.wire;

import java.time.Instant;

/** A version that is marked as waste. @param came when it was stored; @param by who marked it */
public record WasteBody(
        String key, String version, long size, Instant came, Instant marked, String by, String reason) {}
