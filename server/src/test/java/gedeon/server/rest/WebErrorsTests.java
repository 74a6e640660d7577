package gedeon.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class WebErrorsTests {
    private final WebErrors errors = new WebErrors();
    private final MockHttpServletResponse answer = new MockHttpServletResponse();

    @Test
    void whatFailsBeforeTheFirstByteIsAProblem() throws IOException {
        assertThat(errors.failed(new IllegalStateException("no rows"), answer).getStatus())
                .isEqualTo(500);
        assertThat(errors.unavailable(new IOException("no disk"), answer).getStatus())
                .isEqualTo(503);
    }

    /** The container cuts a connection whose request ended by an exception; a problem behind half a document would end it well. */
    @Test
    void whatFailsAfterItIsThrownOn() {
        answer.setCommitted(true);
        IllegalStateException half = new IllegalStateException("no rows");
        assertThatThrownBy(() -> errors.failed(half, answer)).isSameAs(half);
        IOException disk = new IOException("no disk");
        assertThatThrownBy(() -> errors.unavailable(disk, answer)).isSameAs(disk);
    }
}
