package gedeon.storage.s3;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Checks what was declared of a small body that is wholly in memory (XML). CRCs of such bodies are not asked again: MD5, SHA-1 and SHA-256 are. */
final class Digests {
    private Digests() {}

    static void require(byte[] bytes, List<Digest> declared) {
        for (Digest one : declared) {
            String name = one.algorithm() == DigestAlgorithm.MD5
                    ? "MD5"
                    : one.algorithm() == DigestAlgorithm.SHA1
                            ? "SHA-1"
                            : one.algorithm() == DigestAlgorithm.SHA256 ? "SHA-256" : null;
            if (name != null && !Digest.of(one.algorithm(), digest(name, bytes)).equals(one)) {
                throw new S3Error("BadDigest", 400, "the " + name + " of the body is not the one declared");
            }
        }
    }

    private static byte[] digest(String name, byte[] bytes) {
        try {
            return MessageDigest.getInstance(name).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
