package gedeon.client.wire;

/**
 * The public key by which receipts are checked: a JWK (RFC 7517) of Ed25519 (RFC 8037).
 *
 * @param x its 32 bytes in base64url
 */
public record ReceiptKeyBody(String kty, String crv, String alg, String use, String kid, String x) {}
