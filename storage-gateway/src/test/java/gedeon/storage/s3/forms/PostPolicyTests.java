package gedeon.storage.s3.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.s3.S3Error;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostPolicyTests {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static PostPolicy json(String json) {
        return PostPolicy.read(Base64.getEncoder().encodeToString(json.getBytes(UTF_8)));
    }

    private static PostPolicy policy(String conditions) {
        return json("{\"expiration\": \"2026-01-01T12:00:00Z\", \"conditions\": [" + conditions + "]}");
    }

    private static boolean allows(PostPolicy policy, Instant at, String... fields) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String field : fields) {
            // The table's own spaces are cut off: a space at the beginning is written as "_".
            String value = field.substring(field.indexOf('=') + 1);
            given.put(field.substring(0, field.indexOf('=')), value.startsWith("_") ? " " + value.substring(1) : value);
        }
        try {
            policy.require(given, at);
            return true;
        } catch (S3Error e) {
            assertThat(e.code()).isEqualTo("AccessDenied");
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"key\": \"a\"} | key=a | true",
                "{\"key\": \"a\"} | key=ab | false",
                "{\"KeY\": \"a\"} | key=a | true",
                "[\"eq\", \"$key\", \"a\"] | key=a | true",
                "[\"eq\", \"$key\", \"a\"] | key=A | false",
                "[\"Starts-With\", \"$Key\", \"a/\"] | key=a/b | true",
                "[\"starts-with\", \"$key\", \"a/\"] | key=b | false",
                "[\"starts-with\", \"$key\", \"\"] | key=anything | true",
                "[\"starts-with\", \"$content-type\", \"image/\"] | content-type=image/png, image/tiff | true",
                "[\"starts-with\", \"$content-type\", \"image/\"] | content-type=image/png, text/html | false",
                "[\"starts-with\", \"$content-type\", \"image/\"] | content-type=_image/png | false",
                "[\"starts-with\", \"$x-amz-meta-a\", \"b\"] | x-amz-meta-a=_b | false",
                "[\"eq\", \"$x-amz-meta-a\", \"\"] | x-amz-meta-a=b | false",
                "[\"eq\", \"$x-amz-meta-a\", \"b\"] | key=k | false",
                "{\"key\": \"k\"} | key=k;x-ignore-this=1;x-amz-checksum-crc32=AAAA;awsaccesskeyid=AK;signature=s;policy=p | true",
                "{\"key\": \"k\"} | key=k;acl=public-read | false",
                "{\"key\": \"k\"} | key=k;bucket=b | false",
                "[\"content-length-range\", 1, 2] | x-ignore-a=b | true"
            })
    void aFormIsAllowedWhereEachConditionHoldsAndEachFieldHasOne(String conditions, String fields, boolean allowed) {
        assertThat(allows(policy(conditions), NOW, fields.split(";"))).isEqualTo(allowed);
    }

    @Test
    void aPolicyHoldsUntilItsEndAndNoLonger() {
        PostPolicy policy = policy("{\"key\": \"k\"}");
        assertThat(allows(policy, NOW, "key=k")).isTrue();
        assertThat(allows(policy, NOW.plusMillis(1), "key=k")).isFalse();
    }

    @Test
    void theNarrowestRangeOfSizesHolds() {
        PostPolicy policy = policy("[\"content-length-range\", 1, 100], [\"content-length-range\", 5, \"1000\"]");
        assertThat(policy.least()).isEqualTo(5);
        assertThat(policy.most()).isEqualTo(100);
        assertThat(policy("{\"key\": \"k\"}").most()).isEqualTo(PostPolicy.LARGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "not json",
                "{\"conditions\": [{\"key\": \"k\"}]}",
                "{\"EXPIRATION\": \"2030-01-01T00:00:00Z\", \"conditions\": [{\"key\": \"k\"}]}",
                "{\"expiration\": \"2030-01-01 00:00:00\", \"conditions\": [{\"key\": \"k\"}]}",
                "{\"expiration\": 5, \"conditions\": [{\"key\": \"k\"}]}",
                "{\"expiration\": \"2030-01-01T00:00:00Z\"}",
                "{\"expiration\": \"2030-01-01T00:00:00Z\", \"CONDITIONS\": [{\"key\": \"k\"}]}",
                "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": []}",
                "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": [{}]}",
                "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": [5]}",
                "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": [{\"key\": 5}]}",
                "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": [[\"eq\", \"key\", \"k\"]]}",
                "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": [[\"ends-with\", \"$key\", \"k\"]]}",
                "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": [[\"content-length-range\", 0]]}",
                "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": [[\"content-length-range\", -1, 5]]}",
                "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": [[\"content-length-range\", {}, 5]]}"
            })
    void whatIsNoPolicyIsRefused(String json) {
        assertThatThrownBy(() -> json(json))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("InvalidPolicyDocument"));
    }
}
