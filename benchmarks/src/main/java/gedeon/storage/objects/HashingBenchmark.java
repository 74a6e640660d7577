package gedeon.storage.objects;

import gedeon.kernel.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** 16 MiB hashed as a PUT does, beside MD5 alone and MD5 and SHA-256 one after the other: what two threads buy, and what a CRC costs beside them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class HashingBenchmark {
    @Param({"", "CRC32C", "CRC64NVME", "SHA1"})
    public String asked = "";

    private final byte[] body = new byte[16 << 20];

    public HashingBenchmark() {
        new Random(1).nextBytes(body);
    }

    @Benchmark
    public Hashes.Result asAPutDoes() throws IOException {
        Set<DigestAlgorithm> algorithms = asked.isEmpty() ? Set.of() : EnumSet.of(DigestAlgorithm.valueOf(asked));
        Hashes hashes = new Hashes(algorithms);
        HashingCopy.copy(new ByteArrayInputStream(body), hashes, body.length, (buffer, length, total) -> {});
        return hashes.finish();
    }

    @Benchmark
    public byte[] md5Alone() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("MD5").digest(body);
    }

    @Benchmark
    public byte[] md5ThenSha256() throws NoSuchAlgorithmException {
        MessageDigest.getInstance("MD5").digest(body);
        return MessageDigest.getInstance("SHA-256").digest(body);
    }
}
