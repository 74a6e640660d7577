package gedeon.storage.s3.auth;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the check of one signed request costs. The request is the GET of "Authenticating Requests (AWS Signature Version 4)", Amazon S3 API reference. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SigningBenchmark {
    private static final KeyHolder HOLDER = new KeyHolder(
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            new Principal(1, "ada", Principal.Kind.PERSON, Set.of()),
            1);

    private final SigV4 signatures = new SigV4(
            key -> Optional.of(HOLDER),
            "us-east-1",
            Clock.fixed(Instant.parse("2013-05-24T00:00:00Z"), ZoneOffset.UTC));

    private final SentRequest request = new SentRequest("GET", "/test.txt", "")
            .with("host", "examplebucket.s3.amazonaws.com")
            .with("range", "bytes=0-9")
            .with("x-amz-date", "20130524T000000Z")
            .with("x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
            .with(
                    "authorization",
                    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                            + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                            + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

    @Benchmark
    public Authenticated check() {
        return signatures.check(request);
    }
}
