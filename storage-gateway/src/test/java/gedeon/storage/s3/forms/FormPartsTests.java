package gedeon.storage.s3.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import gedeon.storage.s3.S3Error;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form as it comes from the network: in any pieces, with content that looks like its boundary. */
class FormPartsTests {
    private static final String TYPE = "multipart/form-data; boundary=xYzZY";

    /** Gives at most {@code step} bytes at once, as a network does. */
    private static InputStream inPieces(byte[] bytes, int step) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(step, length));
            }
        };
    }

    private static byte[] body(byte[] file, String end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("--xYzZY\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na/${filename}"
                        + "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\dir\\run 1.raw\"\r\nContent-Type: x/y\r\n\r\n")
                .getBytes(UTF_8));
        out.writeBytes(file);
        out.writeBytes(end.getBytes(UTF_8));
        return out.toByteArray();
    }

    private static byte[] file(byte[] body, int networkStep, int readStep) throws IOException {
        Form form = Form.read(TYPE, inPieces(body, networkStep));
        assertThat(form.key()).isEqualTo("a/run 1.raw");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InputStream file = form.file(0, Long.MAX_VALUE);
        byte[] buffer = new byte[readStep];
        int n;
        while ((n = file.read(buffer, 0, readStep)) >= 0) {
            out.write(buffer, 0, n);
        }
        return out.toByteArray();
    }

    /** Bytes of which many begin like the delimiter. */
    private static byte[] lookAlikes(int seed, int size) {
        Random random = new Random(seed);
        String[] pieces = {
            "\r",
            "\n",
            "\r\n",
            "-",
            "\r\n--",
            "\r\n--xYz",
            "\r\n--xYzZY",
            "\r\n--xYzZYz",
            "\r\n--xYzZY-",
            "\r\n--xYzZY\r",
            "--xYzZY--",
            "x",
            "\r\r\n--xYzZ"
        };
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            text.append(pieces[random.nextInt(pieces.length)]).append((char) ('a' + random.nextInt(3)));
        }
        return text.toString().getBytes(UTF_8);
    }

    @Test
    void theFileComesOutWhateverThePiecesAndHoweverItLooksLikeABoundary() {
        qt().withExamples(400)
                .forAll(
                        integers().between(0, 100_000),
                        integers().between(0, 900),
                        integers().between(1, 40),
                        integers().between(1, 60))
                .checkAssert((seed, size, networkStep, readStep) -> {
                    byte[] file = lookAlikes(seed, size);
                    try {
                        assertThat(file(body(file, "\r\n--xYzZY--\r\n"), networkStep, readStep))
                                .isEqualTo(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Test
    void aFileLongerThanTheBufferIsCutAtTheDelimiterWhereverItFallsInIt() throws IOException {
        for (int size = (64 << 10) - 220; size < (64 << 10) + 20; size++) {
            byte[] file = new byte[size];
            new Random(size).nextBytes(file);
            assertThat(file(body(file, "\r\n--xYzZY--\r\n"), 1 << 20, 8192)).isEqualTo(file);
        }
    }

    @Test
    void whatFollowsTheFileIsPassedOver() throws IOException {
        byte[] file = "data".getBytes(UTF_8);
        String more = "\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"submit\"\r\n\r\nUpload\r\n--xYzZY--\r\n";
        assertThat(file(body(file, more), 7, 7)).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n--xYzZ", "\r\n--xYzZY", "\r\n--xYzZY-", "\r\n--xYzZYx"})
    void aBodyWithoutItsEndIsMalformed(String end) {
        assertThatThrownBy(() -> file(body("data".getBytes(UTF_8), end), 3, 5))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("MalformedPOSTRequest"));
    }

    @Test
    void fieldsOfMoreThanTwentyKibibytesAreRefusedWithoutBeingHeld() {
        String field = "--xYzZY\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n";
        for (String much : new String[] {
            field + "k".repeat(21 << 10) + "\r\n--xYzZY--\r\n", "--xYzZY\r\n" + "X: y\r\n".repeat(5000)
        }) {
            assertThatThrownBy(() -> Form.read(TYPE, inPieces(much.getBytes(UTF_8), 1000)))
                    .isInstanceOfSatisfying(
                            S3Error.class, e -> assertThat(e.code()).isEqualTo("MaxPostPreDataLengthExceeded"));
        }
        assertThatThrownBy(() ->
                        Form.read(TYPE, inPieces(("--xYzZY\r\nX: " + "y".repeat(1 << 20)).getBytes(UTF_8), 1000)))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("MalformedPOSTRequest"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--xYzZY--\r\n",
                "--xYzZY\r\n\r\nno disposition\r\n--xYzZY--\r\n",
                "--xYzZY\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--xYzZY--\r\n",
                "--xYzZY\r\nContent-Disposition: attachment; name=\"key\"\r\n\r\nx\r\n--xYzZY--\r\n",
                "--xYzZY\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na\r\n--xYzZY\r\nContent-Disposition: form-data; name=\"KEY\"\r\n\r\nb\r\n--xYzZY--\r\n",
                "nothing at all"
            })
    void whatIsNoFormWithAFileIsRefused(String body) {
        assertThatThrownBy(() -> Form.read(TYPE, inPieces(body.getBytes(UTF_8), 9)))
                .isInstanceOfSatisfying(
                        S3Error.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void aFileNameInAnotherEncodingIsRead() {
        assertThat(Disposition.of(" form-data; name=file; filename=\"x\"; filename*=UTF-8''dir%2F%C3%A9t%C3%A9.raw")
                        .filename())
                .isEqualTo("été.raw");
        assertThat(Disposition.of("form-data; name=\"a\\\"b\"").name()).isEqualTo("a\"b");
    }
}
