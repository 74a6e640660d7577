package gedeon.metadata.proof;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.metadata.ReceiptKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Signs receipts as compact JWS (RFC 7515) with Ed25519 ({@code EdDSA}, RFC 8037). */
public final class Receipts {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = new JsonMapper();
    private static final int KEY_BYTES = 32;

    private final KeyPair key;
    private final String keyId;

    /** @param key an Ed25519 pair */
    public Receipts(KeyPair key) {
        this.key = key;
        this.keyId = keyId(key);
    }

    /**
     * What is stated: these bytes of this acquisition are stored under these versions, were read again from where they rest and are what the instrument's computer had.
     *
     * @param manifest of what the agent declared
     * @param stored {@link gedeon.kernel.StoredDigest} of its files
     * @param pastCache whether all were read past the memory of the server's computer
     */
    public record Statement(
            UUID dataset,
            int content,
            String instrument,
            String source,
            String acquisition,
            long files,
            ByteCount bytes,
            Digest manifest,
            Digest stored,
            Instant firstVerified,
            Instant lastVerified,
            boolean pastCache,
            Instant at) {}

    /** The statement as {@code header.payload.signature}. */
    public String sign(Statement statement) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("iss", "gedeon");
        payload.put("iat", statement.at().getEpochSecond());
        payload.put("dataset", statement.dataset().toString());
        payload.put("content", statement.content());
        payload.put("instrument", statement.instrument());
        payload.put("source", statement.source());
        payload.put("acquisition", statement.acquisition());
        payload.put("files", statement.files());
        payload.put("bytes", statement.bytes().value());
        payload.put("manifest", "sha256:" + statement.manifest().hex());
        payload.put("stored", "sha256:" + statement.stored().hex());
        payload.put("verifiedFrom", seconds(statement.firstVerified()));
        payload.put("verifiedTo", seconds(statement.lastVerified()));
        payload.put("pastCache", statement.pastCache());
        String signed = part(Map.of("alg", "EdDSA", "kid", keyId)) + "." + part(payload);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the receipt key cannot sign; it must be Ed25519", e);
        }
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** True where this key signed it and nothing was changed since. */
    public boolean verifies(String statement) {
        int last = statement.lastIndexOf('.');
        if (last < 0) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key.getPublic());
            signature.update(statement.substring(0, last).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(statement.substring(last + 1)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** By which anybody checks what was signed. */
    public ReceiptKey publicKey() {
        // An Ed25519 key in X.509 form ends with its 32 bytes (RFC 8410, section 4).
        byte[] encoded = key.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
        return new ReceiptKey(keyId, BASE64.encodeToString(raw));
    }

    private static String part(Map<String, ?> json) {
        return BASE64.encodeToString(JSON.writeValueAsBytes(json));
    }

    private static String keyId(KeyPair key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(key.getPublic().getEncoded());
            return HexFormat.of().formatHex(Arrays.copyOf(hash, 8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
