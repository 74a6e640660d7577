package gedeon.storage.lifecycle.adoption;

import gedeon.storage.ObjectKey;
import gedeon.storage.tier.adopted.AdoptedFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** What S3 sees of a file: its key, and an ETag before anybody has read it. */
final class Naming {
    private Naming() {}

    /** Empty where S3 has no such key: not UTF-8, or longer than 1,024 bytes. */
    static Optional<ObjectKey> key(String prefix, byte[] path) {
        byte[] before = prefix.getBytes(StandardCharsets.UTF_8);
        if (before.length + path.length > ObjectKey.MAX_BYTES) {
            return Optional.empty();
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(path));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        byte[] key = java.util.Arrays.copyOf(before, before.length + path.length);
        System.arraycopy(path, 0, key, before.length, path.length);
        return Optional.of(ObjectKey.of(key));
    }

    /** No MD5, and no client takes it for one: as of a multipart object. The same file has the same wherever it is asked for. */
    static String etag(UUID tier, byte[] path, AdoptedFile.Look look) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(ByteBuffer.allocate(4 * Long.BYTES)
                    .putLong(tier.getMostSignificantBits())
                    .putLong(tier.getLeastSignificantBits())
                    .putLong(look.size())
                    .putLong(look.modified())
                    .array());
            return HexFormat.of().formatHex(hash.digest(path), 0, 16) + "-1";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
