package gedeon.storage;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;

/** Names a blob: 128 bits, 48 of milliseconds (so that index inserts stay together), then random; 32 hexadecimal digits. */
public record BlobId(long high, long low) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public static BlobId next(Clock clock) {
        long random = RANDOM.nextLong();
        return new BlobId((clock.millis() << 16) | (random & 0xffff), RANDOM.nextLong());
    }

    /** When it was named, by the clock of who named it: before its first byte came. */
    public Instant begun() {
        return Instant.ofEpochMilli(high >>> 16);
    }

    public static BlobId parse(String hex) {
        if (hex.length() != 32) {
            throw new IllegalArgumentException("a blob id has 32 hexadecimal digits, was \"" + hex + "\"");
        }
        return new BlobId(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
