package gedeon.storage.quota;

import java.util.UUID;

/** A reservation as an account names it; only its own has room for what it stores. */
public record Claim(UUID reservation, long account) {}
