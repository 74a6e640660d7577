package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.processes.Answer;
import gedeon.storage.processes.PlainS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One bucket that is read from 203.0.113.0/24 alone, one that is read over TLS alone; asked where this machine is a trusted proxy, and where it is not. */
class ForwardedFaceTests {
    /** As a proxy passes it on. */
    private static final String OUTSIDE = "s3.example.org";

    private static RunningS3 behindProxies;
    private static RunningS3 alone;

    @BeforeAll
    static void start() throws Exception {
        behindProxies =
                new RunningS3(S3Options.DEFAULTS.withProxies(TrustedProxies.of(List.of("127.0.0.1", "10.0.0.0/8"))));
        alone = new RunningS3(S3Options.DEFAULTS.withProxies(TrustedProxies.of(List.of("10.0.0.0/8"))));
        for (RunningS3 running : List.of(behindProxies, alone)) {
            bucket(running, "inside", "'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}");
            bucket(running, "covered", "'Bool':{'aws:SecureTransport':'false'}");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        behindProxies.close();
        alone.close();
    }

    /** A bucket with one object, which is not read where the condition holds. */
    private static void bucket(RunningS3 running, String name, String condition) throws IOException {
        String policy =
                ("{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:GetObject',"
                                + "'Resource':'arn:aws:s3:::" + name + "/*','Condition':{" + condition + "}}]}")
                        .replace('\'', '"');
        send(running, "PUT", "/" + name, Map.of(), "").expect(200);
        send(running, "PUT", "/" + name + "/key", Map.of(), "content").expect(200);
        send(running, "PUT", "/" + name + "?policy", Map.of(), policy).expect(204);
    }

    private static Answer send(
            RunningS3 running, String method, String target, Map<String, String> headers, String body)
            throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.server.port());
        try (PlainS3 s3 = new PlainS3(socket, OUTSIDE, running.owner)) {
            return s3.send(method, target, headers, body.getBytes(UTF_8));
        }
    }

    private static int read(RunningS3 running, String bucket, Map<String, String> headers) throws IOException {
        return send(running, "GET", "/" + bucket + "/key", headers, "").status();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9,                           200",
        "198.51.100.1,                          403",
        "'203.0.113.9, 10.1.2.3, 10.4.5.6',     200",
        "'198.51.100.1, 203.0.113.9',           200",
        "'203.0.113.9, 198.51.100.1',           403",
        "'203.0.113.9, 198.51.100.1, 10.1.2.3', 403",
        "'203.0.113.9, unknown',                403",
        "'10.1.2.3',                            403"
    })
    void aPolicyIsAskedForWhoTrustedProxiesSayAndForNobodyThatTheClientSays(String told, int status)
            throws IOException {
        assertThat(read(behindProxies, "inside", Map.of("x-forwarded-for", told)))
                .isEqualTo(status);
        assertThat(read(alone, "inside", Map.of("x-forwarded-for", told)))
                .as("an untrusted peer's word")
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"https, 200", "http, 403", "'https, http', 403"})
    void aPolicyIsAskedForTheSchemeThatTrustedProxiesSay(String told, int status) throws IOException {
        assertThat(read(behindProxies, "covered", Map.of("x-forwarded-proto", told)))
                .isEqualTo(status);
        assertThat(read(alone, "covered", Map.of("x-forwarded-proto", told)))
                .as("an untrusted peer's word")
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, https,   200", // came over TLS
        "203.0.113.9, http,    400", // came in clear from elsewhere, though through this machine
        "203.0.113.9, '',      400",
        "unknown,     http,    400",
        "127.0.0.1,   http,    200" // came from this machine
    })
    void aCustomersKeyIsTakenAsItCameToTheOuterPort(String told, String scheme, int status) throws Exception {
        byte[] key = new byte[32];
        Map<String, String> headers = new TreeMap<>(Map.of(
                "x-forwarded-for",
                told,
                "x-amz-server-side-encryption-customer-algorithm",
                "AES256",
                "x-amz-server-side-encryption-customer-key",
                base64(key),
                "x-amz-server-side-encryption-customer-key-md5",
                base64(MessageDigest.getInstance("MD5").digest(key))));
        if (!scheme.isEmpty()) {
            headers.put("x-forwarded-proto", scheme);
        }
        assertThat(send(behindProxies, "PUT", "/covered/closed", headers, "x").status())
                .isEqualTo(status);
        assertThat(send(alone, "PUT", "/covered/closed", headers, "x").status())
                .as("who is connected is this machine")
                .isEqualTo(200);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
