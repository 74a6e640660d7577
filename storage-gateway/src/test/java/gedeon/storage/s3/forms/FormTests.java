package gedeon.storage.s3.forms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormTests {
    private static final String FIELD = "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nk\r\n";
    private static final String FILE = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n";

    /** As networks bring it: any number of bytes at a time. */
    private static InputStream inPieces(byte[] body, int most) {
        return new FilterInputStream(new ByteArrayInputStream(body)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, most));
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 7", "5, 1000", "200000, 1000", "200000, 65536", "200000, 1000000"})
    void howLongTheFileIsIsKnownBeforeItIsRead(int size, int most) throws IOException {
        byte[] body = (FIELD + FILE + "x".repeat(size) + "\r\n--b--\r\n").getBytes(ISO_8859_1);
        Form form = Form.read("multipart/form-data; boundary=b", inPieces(body, most));
        assertThat(form.expected(body.length)).isEqualTo(size);
        assertThat(form.file(0, Long.MAX_VALUE).readAllBytes()).hasSize(size);
    }
}
