package gedeon.storage.s3.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.s3.S3Error;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Headers of parts that a stranger wrote. */
class DispositionTests {
    @Test
    void quotedTextKeepsItsQuotesAndLosesItsFolders() {
        Disposition part = Disposition.of("form-data; name=\"a\\\"b\"; filename=\"C:\\dir\\run 1.raw\"");
        assertThat(part.name()).isEqualTo("a\"b");
        assertThat(part.filename()).isEqualTo("run 1.raw");
    }

    @Test
    void aNameOfAnyLengthIsReadWithoutGoingDeeper() {
        String name = "x".repeat(200_000) + "\\\"".repeat(100_000);
        assertThat(Disposition.of("form-data; name=\"" + name + "\"").name()).hasSize(300_000);
    }

    @Test
    void aHeaderLineHasAtMostOneKibibyte() {
        assertThat(new FormParts(part("y".repeat(900)), "x")).satisfies(parts -> {
            assertThat(parts.next()).isTrue();
            assertThat(parts.line(FormFields.LARGEST)).hasSizeGreaterThan(900);
        });
        assertThatThrownBy(() -> line(part("y".repeat(1100))))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("MalformedPOSTRequest"));
    }

    private static void line(ByteArrayInputStream body) throws IOException {
        FormParts parts = new FormParts(body, "x");
        parts.next();
        parts.line(FormFields.LARGEST);
    }

    private static ByteArrayInputStream part(String name) {
        return new ByteArrayInputStream(
                ("--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\nv\r\n--x--\r\n").getBytes(UTF_8));
    }

    @Test
    void aFieldWithControlCharactersIsRefusedAndATabIsNot() {
        FormFields fields = new FormFields();
        fields.put("x-amz-meta-a", "a\tb");
        fields.put("tagging", "<Tagging>\n</Tagging>");
        assertThatThrownBy(() -> fields.put("x-amz-meta-b", "a\0b"))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("InvalidArgument"));
        assertThatThrownBy(() -> fields.put("x-amz-meta-\n", "b")).isInstanceOf(S3Error.class);
    }
}
