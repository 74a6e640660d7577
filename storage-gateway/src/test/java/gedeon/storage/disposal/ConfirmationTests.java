package gedeon.storage.disposal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationTests {
    @ParameterizedTest
    @ValueSource(strings = {"raw-n", " raw-n", "raw-n\n", "\t raw-n "})
    void theNameConfirmsWithSpacesAroundItToo(String written) {
        assertThatCode(() -> Confirmation.require("raw-n", written)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "raw", "RAW-N", "raw -n", "raw-n2"})
    void nothingElseDoes(@Nullable String written) {
        assertThatThrownBy(() -> Confirmation.require("raw-n", written))
                .isInstanceOf(Confirmation.Missing.class)
                .hasMessageContaining("raw-n");
    }
}
