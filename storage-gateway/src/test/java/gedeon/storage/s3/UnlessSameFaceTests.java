package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.notebooks.Role;
import gedeon.storage.processes.Answer;
import gedeon.storage.processes.PlainS3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A request that is repeated because its answer was lost makes no second version. */
class UnlessSameFaceTests {
    private static RunningS3 running;

    @BeforeAll
    static void start() throws IOException {
        running = new RunningS3();
        running.gateway.store().createBucket(running.notebook, "raw", true);
    }

    @AfterAll
    static void stop() throws Exception {
        running.close();
    }

    private static PlainS3 agent() throws IOException {
        return new PlainS3(running.server.port(), running.key(running.notebook, Role.AGENT));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> unlessSame(byte[] body) throws Exception {
        return Map.of(
                "x-gedeon-unless-same",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
    }

    @Test
    void theSameAgainIsTheSameVersionAndItsBodyIsNotAskedFor() throws Exception {
        byte[] body = bytes("what the instrument wrote");
        try (PlainS3 s3 = agent()) {
            Answer first = s3.send("PUT", "/raw/run.raw", unlessSame(body), body);
            assertThat(first.status()).isEqualTo(200);
            Answer again = s3.send("PUT", "/raw/run.raw", unlessSame(body), body);
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.header("x-amz-version-id")).isEqualTo(first.header("x-amz-version-id"));
            assertThat(again.header("etag")).isEqualTo(first.header("etag"));
            Answer asked = s3.ask("PUT", "/raw/run.raw", unlessSame(body), body.length);
            assertThat(asked.status()).isEqualTo(200);
        }
    }

    @Test
    void aConditionBesideItDecidesFirst() throws Exception {
        byte[] body = bytes("once");
        Map<String, String> headers = new TreeMap<>(unlessSame(body));
        headers.put("if-none-match", "*");
        try (PlainS3 s3 = agent()) {
            assertThat(s3.send("PUT", "/raw/once.raw", headers, body).status()).isEqualTo(200);
            assertThat(s3.send("PUT", "/raw/once.raw", headers, body).status()).isEqualTo(412);
        }
    }

    @Test
    void otherBytesAreANewVersion() throws Exception {
        byte[] body = bytes("first");
        byte[] other = bytes("other");
        try (PlainS3 s3 = agent()) {
            Answer first = s3.send("PUT", "/raw/changed.raw", unlessSame(body), body);
            Answer second = s3.send("PUT", "/raw/changed.raw", unlessSame(other), other);
            Answer back = s3.send("PUT", "/raw/changed.raw", unlessSame(body), body);
            assertThat(second.header("x-amz-version-id")).isNotEqualTo(first.header("x-amz-version-id"));
            assertThat(back.header("x-amz-version-id"))
                    .as("what is current differs, so it is stored once more")
                    .isNotEqualTo(first.header("x-amz-version-id"));
            Answer wrong = s3.send("PUT", "/raw/changed.raw", Map.of("x-gedeon-unless-same", "abc"), body);
            assertThat(wrong.status()).isEqualTo(400);
        }
    }
}
