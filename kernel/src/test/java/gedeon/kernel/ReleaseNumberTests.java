package gedeon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseNumberTests {
    @Test
    void numbersAreComparedAsNumbers() {
        assertThat(Stream.of("1.0", "0.10.1", "0.9", "1.0-rc2", "1.0-rc1", "2")
                        .map(ReleaseNumber::new)
                        .sorted()
                        .map(ReleaseNumber::toString))
                .containsExactly("0.9", "0.10.1", "1.0-rc1", "1.0-rc2", "1.0", "2");
        assertThat(new ReleaseNumber("1.0").compareTo(new ReleaseNumber("1.0.0")))
                .isZero();
    }

    @Test
    void aVersionIsAfterWhatIsNone() {
        assertThat(new ReleaseNumber("0.2").isAfter("unknown")).isTrue();
        assertThat(new ReleaseNumber("0.2").isAfter("0.2.0")).isFalse();
        assertThat(new ReleaseNumber("0.2").isAfter("0.1.9")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "1.", "1..2", "1.2.3.4.5", "99999999", "1.0 ", "1.0-", "1.0-a b"})
    void whatIsNoVersionIsRefused(String text) {
        assertThatThrownBy(() -> new ReleaseNumber(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }
}
