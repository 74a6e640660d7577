package gedeon.kernel;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** A digest or checksum of known algorithm, as lower-case hexadecimal text of the right length. CRCs are big-endian, as in S3. */
public record Digest(DigestAlgorithm algorithm, String hex) {
    public Digest {
        hex = hex.toLowerCase(Locale.ROOT);
        if (hex.length() != algorithm.length() * 2 || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw new IllegalArgumentException("not a " + algorithm + " in hexadecimal: \"" + hex + "\"");
        }
    }

    public static Digest of(DigestAlgorithm algorithm, byte[] value) {
        return new Digest(algorithm, HexFormat.of().formatHex(value));
    }

    public static Digest ofBase64(DigestAlgorithm algorithm, String base64) {
        return of(algorithm, Base64.getDecoder().decode(base64));
    }

    public static Digest sha256(byte[] value) {
        return of(DigestAlgorithm.SHA256, value);
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes());
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
