package gedeon.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartUploadsTests {
    private static final List<DigestAlgorithm> CRCS =
            List.of(DigestAlgorithm.CRC32, DigestAlgorithm.CRC32C, DigestAlgorithm.CRC64NVME);

    static Digest md5(byte[] bytes) {
        return Digest.of(DigestAlgorithm.MD5, MultipartUploads.digest("MD5").digest(bytes));
    }

    private static Hashes.Result hashes(byte[] bytes) {
        Hashes hashes = new Hashes(EnumSet.copyOf(CRCS));
        hashes.updateMd5(bytes, bytes.length);
        hashes.updateOthers(bytes, bytes.length);
        return hashes.finish();
    }

    /** Check values of the catalogue of parametrised CRC algorithms for the text 123456789. */
    @Test
    void crcsHaveTheirCheckValues() {
        Hashes.Result result = hashes("123456789".getBytes(StandardCharsets.US_ASCII));
        assertThat(result.of(DigestAlgorithm.CRC32).orElseThrow().hex()).isEqualTo("cbf43926");
        assertThat(result.of(DigestAlgorithm.CRC32C).orElseThrow().hex()).isEqualTo("e3069283");
        assertThat(result.of(DigestAlgorithm.CRC64NVME).orElseThrow().hex()).isEqualTo("ae8b14860a799888");
    }

    @Test
    void crc64InStretchesIsThatOfSingleBytes() {
        qt().withExamples(100)
                .forAll(integers().between(0, 70_000), integers().between(0, 20))
                .checkAssert((size, offset) -> {
                    byte[] bytes = new byte[size + offset];
                    new Random(size).nextBytes(bytes);
                    Crc64Nvme one = new Crc64Nvme();
                    for (int i = offset; i < bytes.length; i++) {
                        one.update(bytes[i]);
                    }
                    Crc64Nvme many = new Crc64Nvme();
                    many.update(bytes, offset, size);
                    assertThat(many.getValue()).isEqualTo(one.getValue());
                });
    }

    @Test
    void theCrcOfAWholeIsCombinedFromItsPieces() {
        qt().withExamples(200)
                .forAll(integers().between(0, 5000), integers().between(0, 5000))
                .checkAssert((size, cut) -> {
                    byte[] whole = new byte[size];
                    new Random(size).nextBytes(whole);
                    int at = Math.min(cut, size);
                    Hashes.Result first = hashes(Arrays.copyOf(whole, at));
                    Hashes.Result second = hashes(Arrays.copyOfRange(whole, at, size));
                    for (DigestAlgorithm algorithm : CRCS) {
                        Digest combined = new CrcCombine(algorithm)
                                .combine(
                                        first.of(algorithm).orElseThrow(),
                                        second.of(algorithm).orElseThrow(),
                                        size - at);
                        assertThat(combined)
                                .isEqualTo(hashes(whole).of(algorithm).orElseThrow());
                    }
                });
    }
}
