package gedeon.storage.objects;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** MD5 and SHA-256 of one stream, and the checksums asked for beside; MD5 is the slow one, so long streams compute it in a thread of its own. */
final class Hashes {
    private final MessageDigest md5 = digest("MD5");
    private final MessageDigest sha256 = digest("SHA-256");
    private final Map<DigestAlgorithm, Checksum> crcs = new EnumMap<>(DigestAlgorithm.class);
    private final Map<DigestAlgorithm, MessageDigest> others = new EnumMap<>(DigestAlgorithm.class);
    private final Set<DigestAlgorithm> asked;

    Hashes(Set<DigestAlgorithm> asked) {
        this.asked = asked;
        for (DigestAlgorithm algorithm : asked) {
            switch (algorithm) {
                case CRC32 -> crcs.put(algorithm, new CRC32());
                case CRC32C -> crcs.put(algorithm, new CRC32C());
                case CRC64NVME -> crcs.put(algorithm, new Crc64Nvme());
                case SHA1 -> others.put(algorithm, digest("SHA-1"));
                case MD5, SHA256 -> {}
            }
        }
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void updateMd5(byte[] buffer, int length) {
        md5.update(buffer, 0, length);
    }

    void updateOthers(byte[] buffer, int length) {
        sha256.update(buffer, 0, length);
        others.values().forEach(one -> one.update(buffer, 0, length));
        crcs.values().forEach(one -> one.update(buffer, 0, length));
    }

    Result finish() {
        Digest sha = Digest.of(DigestAlgorithm.SHA256, sha256.digest());
        Digest md = Digest.of(DigestAlgorithm.MD5, md5.digest());
        List<Digest> checksums = new ArrayList<>();
        for (DigestAlgorithm algorithm : asked) {
            switch (algorithm) {
                case SHA256 -> checksums.add(sha);
                case MD5 -> checksums.add(md);
                case SHA1 ->
                    checksums.add(Digest.of(
                            algorithm,
                            java.util.Objects.requireNonNull(others.get(algorithm))
                                    .digest()));
                case CRC32, CRC32C, CRC64NVME ->
                    checksums.add(crc(
                            algorithm,
                            java.util.Objects.requireNonNull(crcs.get(algorithm))
                                    .getValue()));
            }
        }
        return new Result(md, sha, List.copyOf(checksums));
    }

    static Digest crc(DigestAlgorithm algorithm, long value) {
        byte[] bytes = new byte[algorithm.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[bytes.length - 1 - i] = (byte) (value >>> (8 * i));
        }
        return Digest.of(algorithm, bytes);
    }

    /** The digests of a whole stream. */
    record Result(Digest md5, Digest sha256, List<Digest> checksums) {
        /** The value of an algorithm, where it was computed. */
        java.util.Optional<Digest> of(DigestAlgorithm algorithm) {
            if (algorithm == DigestAlgorithm.MD5) {
                return java.util.Optional.of(md5);
            }
            if (algorithm == DigestAlgorithm.SHA256) {
                return java.util.Optional.of(sha256);
            }
            return checksums.stream()
                    .filter(one -> one.algorithm() == algorithm)
                    .findFirst();
        }
    }
}
