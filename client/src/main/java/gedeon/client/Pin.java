package gedeon.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** The SHA-256 of a certificate's public key (SubjectPublicKeyInfo, RFC 7469 §2.4), written {@code sha256/BASE64}. */
public record Pin(@JsonValue String text) {
    private static final String PREFIX = "sha256/";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Pin {
        if (!text.startsWith(PREFIX) || length(text.substring(PREFIX.length())) != 32) {
            throw new IllegalArgumentException(
                    "a pin is sha256/ and the SHA-256 of a public key in base64, was \"" + text + "\"");
        }
    }

    public static Pin of(X509Certificate certificate) {
        try {
            byte[] key = certificate.getPublicKey().getEncoded();
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(key);
            return new Pin(PREFIX + Base64.getEncoder().encodeToString(sum));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static int length(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
