package gedeon.metadata;

/**
 * The public key by which anybody checks receipts: Ed25519, as a JWK has it (RFC 7517, RFC 8037).
 *
 * @param kid by which receipts name it
 * @param x its 32 bytes in base64url
 */
public record ReceiptKey(String kid, String x) {}
