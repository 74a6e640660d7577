package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Encryption;
import gedeon.storage.memory.WorkingMemory;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SseTests {
    private static final String KEY = "x-amz-server-side-encryption-customer-key";

    /** A request that has headers and comes from somewhere. */
    private record Sent(Map<String, String> given, String remoteAddress, boolean secure) implements Exchange {
        @Override
        public String method() {
            return "PUT";
        }

        @Override
        public String rawPath() {
            return "/b/k";
        }

        @Override
        public String rawQuery() {
            return "";
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(given.get(name));
        }

        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
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
        public void holds(WorkingMemory.Taken room) {
            room.close();
        }

        @Override
        public OutputStream answer(int status, Map<String, String> headers, long length) {
            throw new UnsupportedOperationException("nothing is answered here");
        }
    }

    @Test
    void aCustomersKeyIsNotTakenInClearFromElsewhere() {
        Map<String, String> key = Map.of(KEY, "any");
        assertThatThrownBy(() -> Sse.requireCovered(new Sent(key, "192.0.2.7", false), false))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("InvalidRequest"));
        assertThatThrownBy(() -> Sse.requireCovered(new Sent(key, "not an address", false), false))
                .isInstanceOf(S3Error.class);
    }

    @Test
    void itIsTakenOverTlsFromThisMachineOrWhereTheOperatorSaysSo() {
        Map<String, String> key = Map.of(KEY, "any");
        assertThatCode(() -> {
                    Sse.requireCovered(new Sent(key, "192.0.2.7", true), false);
                    Sse.requireCovered(new Sent(key, "127.0.0.1", false), false);
                    Sse.requireCovered(new Sent(key, "::1", false), false);
                    Sse.requireCovered(new Sent(key, "192.0.2.7", false), true);
                    Sse.requireCovered(new Sent(Map.of(), "192.0.2.7", false), false);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void noErrorRepeatsAKey() {
        String secret = Base64.getEncoder().encodeToString("too short a key".getBytes());
        Map<String, String> given =
                Map.of(KEY, secret, "x-amz-server-side-encryption-customer-algorithm", "AES256", KEY + "-md5", "AAAA");
        assertThatThrownBy(() -> Sse.asked(new Sent(given, "127.0.0.1", false)))
                .isInstanceOf(S3Error.class)
                .hasMessageNotContaining(secret)
                .hasNoCause();
    }

    @Test
    void aKeysNameIsTheEndOfItsArn() {
        Map<String, String> given =
                Map.of(Sse.KIND, "aws:kms", Sse.KMS_KEY, "arn:aws:kms:us-east-1:000000000001:key/beamline");
        assertThat(Sse.asked(new Sent(given, "127.0.0.1", false)).encryption())
                .isEqualTo(new Encryption.NamedKey("beamline"));
        assertThat(Sse.asked(new Sent(Map.of(Sse.KIND, "aws:kms"), "127.0.0.1", false))
                        .encryption())
                .isEqualTo(new Encryption.NamedKey("default"));
    }
}
