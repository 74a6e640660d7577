package gedeon.storage.objects;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import java.math.BigInteger;

/** The CRC of a concatenation from the CRCs of its pieces, by multiplying with x^(8·length) modulo the polynomial (as zlib's crc32_combine does). */
final class CrcCombine {
    private final DigestAlgorithm algorithm;
    private final int width;
    private final long polynomial;

    CrcCombine(DigestAlgorithm algorithm) {
        this.algorithm = algorithm;
        this.width = algorithm.length() * 8;
        this.polynomial = switch (algorithm) {
            case CRC32 -> 0xEDB88320L;
            case CRC32C -> 0x82F63B78L;
            case CRC64NVME -> Crc64Nvme.POLYNOMIAL;
            case MD5, SHA1, SHA256 ->
                throw new IllegalArgumentException(algorithm + " of a whole cannot be made of those of its parts");
        };
    }

    /** The CRC of {@code first ‖ second}, of which the second has {@code secondLength} bytes. */
    Digest combine(Digest first, Digest second, long secondLength) {
        long shifted = multiply(power(secondLength), value(first));
        return Hashes.crc(algorithm, shifted ^ value(second));
    }

    private static long value(Digest digest) {
        return new BigInteger(1, digest.bytes()).longValue();
    }

    /** Product of two polynomials in reflected form: the highest bit is x^0. */
    private long multiply(long a, long b) {
        long high = 1L << (width - 1);
        long product = 0;
        long left = b;
        for (long mask = high; mask != 0; mask >>>= 1) {
            if ((a & mask) != 0) {
                product ^= left;
            }
            left = (left & 1) != 0 ? (left >>> 1) ^ polynomial : left >>> 1;
        }
        return product;
    }

    /** x^(8·bytes). */
    private long power(long bytes) {
        long result = 1L << (width - 1);
        long square = 1L << (width - 9);
        for (long n = bytes; n != 0; n >>>= 1) {
            if ((n & 1) != 0) {
                result = multiply(square, result);
            }
            square = multiply(square, square);
        }
        return result;
    }
}
