package gedeon.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

class SigningTests {
    /** Amazon S3 API Reference, "Signature calculations for the authorization header", example GET object. */
    @Test
    void theSignatureIsTheOneThatTheSpecificationShows() throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2013-05-24T02:00:00Z"), ZoneOffset.UTC);
        ServerClock server = new ServerClock(clock);
        server.heard(Instant.parse("2013-05-23T23:59:59Z"));
        Signing signing =
                new Signing("us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", server);

        Request signed = signing.signed(new Request.Builder()
                .url("https://examplebucket.s3.amazonaws.com/test.txt")
                .header("Range", "bytes=0-9")
                .header("x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                .header("x-amz-date", "19990101T000000Z")
                .header("Authorization", "of another time")
                .build());

        assertThat(signed.header("x-amz-date")).isEqualTo("20130524T000000Z");
        assertThat(signed.headers("Authorization"))
                .containsExactly("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                        + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
                        + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }
}
