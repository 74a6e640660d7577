package gedeon.storage;

import java.util.Optional;

/**
 * Names one version: its place in the database's sequence and 64 random bits. As text 26 characters of base32 (RFC 4648 alphabet, lower case,
 * no padding) of {@code seq ‖ nonce}; the null version of an unversioned bucket is shown as {@code null} by the S3 face.
 */
public record VersionId(long seq, long nonce) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 26;

    /** Only of the text that {@link #toString} gives: a version has one name, which policies may speak of. */
    public static Optional<VersionId> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            int bits = i == LENGTH - 1 ? 3 : 5;
            int part = i == LENGTH - 1 ? digit >>> 2 : digit;
            high = (high << bits) | (low >>> (64 - bits));
            low = (low << bits) | part;
        }
        // The last letter has two bits that say nothing.
        return Optional.of(new VersionId(high, low)).filter(id -> id.toString().equals(text));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            int shift = 128 - 5 * (i + 1);
            int digit;
            if (shift >= 64) {
                digit = (int) (seq >>> (shift - 64)) & 31;
            } else if (shift > 59) {
                digit = (int) ((seq << (64 - shift)) | (nonce >>> shift)) & 31;
            } else if (shift >= 0) {
                digit = (int) (nonce >>> shift) & 31;
            } else {
                digit = (int) (nonce << -shift) & 31;
            }
            text.append(ALPHABET.charAt(digit));
        }
        return text.toString();
    }
}
