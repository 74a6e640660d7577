package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.s3.auth.Authenticated;
import gedeon.storage.s3.auth.RawRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Buckets named by the host, below the base domain. */
class VirtualHostTests {
    private static String send(RunningS3 running, String method, String host, String path, String body)
            throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        RawRequest request = new RawRequest(method, path, RawRequest.sha256(bytes))
                .with("content-length", String.valueOf(bytes.length));
        AccessKey key = running.owner;
        Authenticated auth = request.sign(host, key.accessKey(), key.secretKey());
        return request.send(running.server.port(), auth, bytes);
    }

    @Test
    void theHostNamesTheBucketAndThePathTheKeyAlone() throws IOException {
        try (RunningS3 running = new RunningS3(new S3Options(
                        "us-east-1",
                        Ownership.BUCKET_OWNER_ENFORCED,
                        false,
                        "s3.example.org",
                        gedeon.storage.lifecycle.Days.CALENDAR,
                        TrustedProxies.NONE));
                S3Client byPath = running.client(running.owner)) {
            assertThat(send(running, "PUT", "lab.data.s3.example.org:9000", "/", ""))
                    .startsWith("HTTP/1.1 200");
            assertThat(send(running, "PUT", "lab.data.s3.example.org", "/a//b", "by host"))
                    .startsWith("HTTP/1.1 200");
            assertThat(byPath.getObjectAsBytes(b -> b.bucket("lab.data").key("a//b"))
                            .asUtf8String())
                    .isEqualTo("by host");
            assertThat(send(running, "GET", "LAB.data.S3.example.org", "/a//b", ""))
                    .endsWith("by host");
            assertThat(send(running, "GET", "s3.example.org", "/lab.data/a//b", ""))
                    .endsWith("by host");
        }
    }
}
