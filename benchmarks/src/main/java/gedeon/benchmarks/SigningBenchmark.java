package gedeon.benchmarks;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.s3.Exchange;
import gedeon.storage.s3.auth.Authenticated;
import gedeon.storage.s3.auth.SigV4;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
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
    private final Exchange request = new Example();

    @Benchmark
    public Authenticated check() {
        return signatures.check(request);
    }

    private static final class Example implements Exchange {
        private static final Map<String, List<String>> HEADERS = Map.of(
                "host", List.of("examplebucket.s3.amazonaws.com"),
                "range", List.of("bytes=0-9"),
                "x-amz-date", List.of("20130524T000000Z"),
                "x-amz-content-sha256", List.of("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                "authorization",
                        List.of("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                                + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String rawPath() {
            return "/test.txt";
        }

        @Override
        public String rawQuery() {
            return "";
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(HEADERS.get(name)).map(List::getFirst);
        }

        @Override
        public Map<String, List<String>> headers() {
            return HEADERS;
        }

        @Override
        public InputStream body() {
            return InputStream.nullInputStream();
        }

        @Override
        public String requestId() {
            return "1";
        }

        @Override
        public boolean answered() {
            return false;
        }

        @Override
        public boolean bodyPending() {
            return false;
        }

        @Override
        public OutputStream answer(int status, Map<String, String> headers, long length) {
            return OutputStream.nullOutputStream();
        }
    }
}
