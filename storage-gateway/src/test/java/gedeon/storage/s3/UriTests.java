package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UriTests {
    @Test
    void charactersOutsideTheFirstPlaneAreNotLost() {
        assertThat(Uri.decodeText("/🜁é", false)).isEqualTo("/🜁é");
        assertThat(Uri.encode(Uri.decode("🜁", false), false)).isEqualTo(Uri.encode("🜁".getBytes(UTF_8), false));
    }

    @Test
    void aPlusIsASpaceOnlyWhereAsked() {
        assertThat(Uri.decodeText("a+b%2Bc", true)).isEqualTo("a b+c");
        assertThat(Uri.decodeText("a+b%2Bc", false)).isEqualTo("a+b+c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%4g", "%٤١", "a%"})
    void aPercentSignStandsBeforeTwoHexadecimalDigits(String text) {
        assertThatThrownBy(() -> Uri.decode(text, false))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("InvalidURI"));
    }
}
