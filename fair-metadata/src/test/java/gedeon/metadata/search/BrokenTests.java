package gedeon.metadata.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class BrokenTests {
    @Test
    void aConnectionThatEndedEarlyIsNoBrokenIndex() {
        RuntimeException lost =
                new IllegalStateException(new SQLException("an I/O error occurred", new EOFException()));
        assertThat(Broken.is(lost)).isFalse();
        assertThat(Broken.database(lost)).isTrue();
        assertThat(Broken.is(new IllegalStateException(new EOFException("read past EOF"))))
                .isTrue();
    }
}
