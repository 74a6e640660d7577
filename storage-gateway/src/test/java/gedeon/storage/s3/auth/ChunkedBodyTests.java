package gedeon.storage.s3.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.s3.S3Error;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChunkedBodyTests {
    private static final String SCOPE = "20130524/us-east-1/s3/aws4_request";

    private static Authenticated signer(String seed) {
        return new Authenticated(
                new KeyHolder(
                        "AKIAIOSFODNN7EXAMPLE",
                        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                        new Principal(1, "ada", Principal.Kind.PERSON, Set.of()),
                        1),
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                SigV4.signingKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20130524", "us-east-1"),
                seed,
                "20130524T000000Z",
                SCOPE,
                Authenticated.Way.HEADER);
    }

    private static final Authenticated SIGNER =
            signer("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] decode(ChunkedBody body, int step) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[step];
        int n;
        while ((n = body.read(buffer, 0, step)) >= 0) {
            out.write(buffer, 0, n);
        }
        return out.toByteArray();
    }

    private static byte[] signed(byte[] encoded) throws IOException {
        return decode(new ChunkedBody(new ByteArrayInputStream(encoded), SIGNER, false), 4096);
    }

    /** "Example: PUT object" of "Signature calculations … transferring payload in multiple chunks", Amazon S3 API reference. */
    @Test
    void theExampleOfTheReferenceIsAccepted() throws IOException {
        byte[] body = new byte[66_560];
        Arrays.fill(body, (byte) 'a');
        byte[] encoded = new Chunks(SIGNER).body(body, 65_536).end();
        assertThat(new String(encoded, US_ASCII))
                .contains("10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
                .contains("400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
                .contains("0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");
        assertThat(signed(encoded)).isEqualTo(body);
    }

    @Test
    void whatWasChunkedComesOutWhateverTheSizes() {
        qt().withExamples(150)
                .forAll(
                        integers().between(0, 5000),
                        integers().between(1, 3000),
                        integers().between(1, 700))
                .checkAssert((size, chunk, step) -> {
                    byte[] body = random(size);
                    try {
                        byte[] plain =
                                new Chunks(null).body(body, chunk).endWithTrailer("x-amz-checksum-crc32", "AAAAAA==");
                        ChunkedBody unsigned = new ChunkedBody(new ByteArrayInputStream(plain), null, true);
                        assertThat(decode(unsigned, step)).isEqualTo(body);
                        assertThat(unsigned.trailers()).containsEntry("x-amz-checksum-crc32", "AAAAAA==");
                        byte[] both = new Chunks(SIGNER).body(body, chunk).endWithTrailer("x-amz-checksum-sha1", "x");
                        assertThat(decode(new ChunkedBody(new ByteArrayInputStream(both), SIGNER, true), step))
                                .isEqualTo(body);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    void aSignedBodyCutAnywhereNeverEndsWell() {
        byte[] encoded = new Chunks(SIGNER).body(random(300), 100).end();
        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> signed(cut)).isInstanceOfAny(EOFException.class, S3Error.class);
        }
    }

    @Test
    void aSignedBodyWithOneOtherByteNeverYieldsOtherContent() {
        byte[] body = random(300);
        byte[] encoded = new Chunks(SIGNER).body(body, 100).end();
        for (int at = 0; at < encoded.length; at++) {
            byte[] other = encoded.clone();
            other[at] ^= 1;
            try {
                // A byte that carries no meaning (the name "chunk-signature" aside, an end of line) may pass; content
                // may not change.
                assertThat(signed(other)).isEqualTo(body);
            } catch (IOException | S3Error refused) {
                assertThat(refused).isNotNull();
            }
        }
    }

    @Test
    void aTrailerThatWasChangedIsRefused() {
        String encoded = new String(
                new Chunks(SIGNER).body(random(10), 10).endWithTrailer("x-amz-checksum-crc32", "AAAAAA=="),
                java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] other = encoded.replace("AAAAAA==", "AAAABA==").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> decode(new ChunkedBody(new ByteArrayInputStream(other), SIGNER, true), 100))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("SignatureDoesNotMatch"));
    }

    @Test
    void nonsenseIsRefusedWithoutGrowingMemory() {
        for (String nonsense : new String[] {"-1\r\n", "zz\r\n", "ffffffffffffffffff\r\n", "\r\n", "5\r\nabcdefgh"}) {
            assertThatThrownBy(() -> decode(
                            new ChunkedBody(new ByteArrayInputStream(nonsense.getBytes(US_ASCII)), null, true), 10))
                    .isInstanceOfAny(EOFException.class, S3Error.class);
        }
        byte[] endless = new byte[100_000];
        Arrays.fill(endless, (byte) '0');
        assertThatThrownBy(() -> decode(new ChunkedBody(new ByteArrayInputStream(endless), null, true), 10))
                .isInstanceOf(S3Error.class);
    }
}
