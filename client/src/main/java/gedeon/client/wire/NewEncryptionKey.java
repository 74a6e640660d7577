package gedeon.client.wire;

/** A named encryption key of a notebook to make: 1 to 64 of A-Z, a-z, 0-9, '-' and '_'. */
public record NewEncryptionKey(String name) {}
