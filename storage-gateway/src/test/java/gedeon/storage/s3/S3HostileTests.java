package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.ObjectKey;
import gedeon.storage.Quota;
import gedeon.storage.Scope;
import gedeon.storage.s3.auth.Authenticated;
import gedeon.storage.s3.auth.Chunks;
import gedeon.storage.s3.auth.RawRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Senders that lie or break: each is answered with an error of S3, nothing is stored, and the room goes back. */
class S3HostileTests {
    private static final String SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private static final String SIGNED_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    private static final String UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private static RunningS3 running;

    @BeforeAll
    static void start() throws IOException {
        running = new RunningS3();
        try (S3Client s3 = running.client(running.owner)) {
            s3.createBucket(b -> b.bucket("data"));
        }
    }

    /** Idle room goes back within seconds: awaited once, for all tests. */
    @AfterAll
    static void theRoomIsBack() throws Exception {
        try (RunningS3 closed = running) {
            Await.until(() -> quota().reserved().value() == 0);
            assertThat(closed.gateway.quotas().verify()).isEmpty();
        }
    }

    private static Quota quota() {
        return running.gateway.quotas().quota(new Scope.OfNotebook(running.notebook));
    }

    @AfterEach
    void nothingIsStored() {
        assertThat(quota().used().value()).isZero();
        assertThat(running.gateway
                        .store()
                        .find(running.gateway.store().bucket("data").orElseThrow(), ObjectKey.of("x"), null, false))
                .isEmpty();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String crc32(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return Base64.getEncoder()
                .encodeToString(java.nio.ByteBuffer.allocate(4)
                        .putInt((int) crc.getValue())
                        .array());
    }

    private static Authenticated sign(RawRequest request) {
        return request.sign("127.0.0.1:" + running.server.port(), running.owner.accessKey(), running.owner.secretKey());
    }

    private static RawRequest chunked(String form, int decoded, int encoded) {
        return new RawRequest("PUT", "/data/x", form)
                .with("content-encoding", "aws-chunked")
                .with("content-length", String.valueOf(encoded))
                .with("x-amz-decoded-content-length", String.valueOf(decoded));
    }

    /** The length of the chunked form does not depend on who signs. */
    private static int encodedLength(byte[] body, int chunk) {
        return new Chunks(sign(new RawRequest("PUT", "/", SIGNED)))
                .body(body, chunk)
                .end()
                .length;
    }

    @Test
    void aChunkWhoseBytesWereChanged() throws IOException {
        for (int size : new int[] {100_000, 3_000_000}) {
            byte[] body = random(size);
            RawRequest request = chunked(SIGNED, size, encodedLength(body, 65_536));
            Authenticated auth = sign(request);
            byte[] encoded = new Chunks(auth).body(body, 65_536).end();
            encoded[encoded.length - 500] ^= 1;
            assertThat(request.send(running.server.port(), auth, encoded))
                    .contains("<Code>SignatureDoesNotMatch</Code>");
        }
    }

    @Test
    void aLastChunkWhoseSignatureIsWrong() throws IOException {
        byte[] body = random(50_000);
        RawRequest request = chunked(SIGNED, body.length, encodedLength(body, 65_536));
        Authenticated auth = sign(request);
        byte[] encoded = new Chunks(auth).body(body, 65_536).end();
        byte last = encoded[encoded.length - 5];
        encoded[encoded.length - 5] = (byte) (last == '0' ? '1' : '0');
        assertThat(request.send(running.server.port(), auth, encoded)).contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @Test
    void aChunkThatIsCut() throws IOException {
        byte[] body = random(200_000);
        int length = encodedLength(body, 65_536);
        RawRequest request = chunked(SIGNED, body.length, length);
        Authenticated auth = sign(request);
        byte[] encoded = new Chunks(auth).body(body, 65_536).end();
        request.send(running.server.port(), auth, Arrays.copyOf(encoded, 100_000));
        // The same, with a content length that is that of the piece: the engine sees a whole request.
        RawRequest whole = chunked(SIGNED, body.length, 100_000);
        Authenticated other = sign(whole);
        byte[] again = new Chunks(other).body(body, 65_536).end();
        assertThat(whole.send(running.server.port(), other, Arrays.copyOf(again, 100_000)))
                .contains("<Code>IncompleteBody</Code>");
    }

    @Test
    void aLengthThatLies() throws IOException {
        byte[] body = random(50_000);
        for (int lie : new int[] {49_999, 50_001, 1}) {
            RawRequest request = chunked(SIGNED, lie, encodedLength(body, 8192));
            Authenticated auth = sign(request);
            assertThat(request.send(
                            running.server.port(),
                            auth,
                            new Chunks(auth).body(body, 8192).end()))
                    .contains("<Code>IncompleteBody</Code>");
        }
    }

    @Test
    void aTrailerThatDoesNotComeOrIsWrong() throws IOException {
        byte[] body = random(50_000);
        for (String form : new String[] {SIGNED_TRAILER, UNSIGNED_TRAILER}) {
            for (boolean missing : new boolean[] {true, false}) {
                String name = missing ? "x-amz-other" : "x-amz-checksum-crc32";
                String value = missing ? "nothing" : crc32(random(10));
                int length = new Chunks(form.equals(SIGNED_TRAILER) ? sign(new RawRequest("PUT", "/", form)) : null)
                        .body(body, 8192)
                        .endWithTrailer(name, value)
                        .length;
                RawRequest request = chunked(form, body.length, length).with("x-amz-trailer", "x-amz-checksum-crc32");
                Authenticated auth = sign(request);
                byte[] encoded = new Chunks(form.equals(SIGNED_TRAILER) ? auth : null)
                        .body(body, 8192)
                        .endWithTrailer(name, value);
                assertThat(request.send(running.server.port(), auth, encoded))
                        .contains(missing ? "<Code>MalformedTrailerError</Code>" : "<Code>BadDigest</Code>");
            }
        }
    }

    @Test
    void aTrailerThatNobodyAnnounced() throws IOException {
        byte[] body = random(5000);
        int length = new Chunks(null).body(body, 8192).endWithTrailer("x-amz-checksum-crc32", crc32(body)).length;
        RawRequest request = chunked(UNSIGNED_TRAILER, body.length, length);
        Authenticated auth = sign(request);
        assertThat(request.send(
                        running.server.port(),
                        auth,
                        new Chunks(null).body(body, 8192).endWithTrailer("x-amz-checksum-crc32", crc32(body))))
                .contains("<Code>MalformedTrailerError</Code>");
    }

    @Test
    void aBodyThatIsNotTheOneSigned() throws IOException {
        RawRequest request = new RawRequest("PUT", "/data/x", RawRequest.sha256("this".getBytes(US_ASCII)))
                .with("content-length", "4");
        Authenticated auth = sign(request);
        assertThat(request.send(running.server.port(), auth, "that".getBytes(US_ASCII)))
                .contains("<Code>BadDigest</Code>");
        RawRequest md5 = new RawRequest("PUT", "/data/x", "UNSIGNED-PAYLOAD")
                .with("content-length", "4")
                .with("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==");
        assertThat(md5.send(running.server.port(), sign(md5), "that".getBytes(US_ASCII)))
                .contains("<Code>BadDigest</Code>");
    }

    @Test
    void xmlThatWantsMore() throws IOException {
        String outside = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><CreateBucketConfiguration>"
                + "<LocationConstraint>&b;</LocationConstraint></CreateBucketConfiguration>";
        String deep = "<a>".repeat(5000) + "</a>".repeat(5000);
        for (String xml : new String[] {outside, deep, "<CreateBucketConfiguration>", " ", "<Other/>"}) {
            RawRequest create = new RawRequest("PUT", "/other", "UNSIGNED-PAYLOAD")
                    .with("content-length", String.valueOf(xml.length()));
            assertThat(create.send(running.server.port(), sign(create), xml.getBytes(US_ASCII)))
                    .contains("<Code>MalformedXML</Code>");
        }
    }

    /** botocore takes a status line without a reason phrase for no answer at all. */
    @Test
    void aSenderThatAsksFirstIsToldInWords() throws IOException {
        RawRequest put = new RawRequest("PUT", "/data/asked", RawRequest.sha256(new byte[2]))
                .with("content-length", "1")
                .with("expect", "100-continue");
        assertThat(put.sendWhenAsked(running.server.port(), sign(put), new byte[1]))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 Bad Request\r\n");
        RawRequest tooMuch = new RawRequest("PUT", "/data/asked", "UNSIGNED-PAYLOAD")
                .with("content-length", String.valueOf(1L << 42))
                .with("expect", "100-continue");
        assertThat(tooMuch.sendWhenAsked(running.server.port(), sign(tooMuch), new byte[1]))
                .startsWith("HTTP/1.1 4")
                .doesNotContain("100 Continue")
                .contains("onnection: close");
    }

    @Test
    void targetsThatAreNoUri() throws IOException {
        for (String target : new String[] {"/data/%zz", "/data/%00", "/../data", "/data/a b"}) {
            String answer = RawRequest.raw(
                    running.server.port(),
                    ("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1),
                    new byte[0]);
            assertThat(answer).startsWith("HTTP/1.1 400 Bad Request\r\n").doesNotContain("Jetty");
        }
        String bytes = RawRequest.raw(
                running.server.port(),
                "GET /data/\u00e9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1),
                new byte[0]);
        assertThat(bytes).startsWith("HTTP/1.1 403 Forbidden\r\n").contains("<Code>AccessDenied</Code>");
        String tooLong = RawRequest.raw(
                running.server.port(),
                ("GET /data HTTP/1.1\r\nHost: x\r\nx-amz-meta-a: " + "a".repeat(40_000) + "\r\n\r\n")
                        .getBytes(ISO_8859_1),
                new byte[0]);
        assertThat(tooLong).startsWith("HTTP/1.1 4").doesNotContain("Jetty");
    }

    @Test
    void aRangeThatIsNone() {
        assertThat(ObjectReads.range("bytes=--5", 10)).isEqualTo(new ObjectReads.Range(0, 10, false));
        assertThat(ObjectReads.range("bytes=5--3", 10)).isEqualTo(new ObjectReads.Range(0, 10, false));
        assertThat(ObjectReads.range("bytes=-3", 10)).isEqualTo(new ObjectReads.Range(7, 3, true));
        assertThat(ObjectReads.range("bytes=-30", 10)).isEqualTo(new ObjectReads.Range(0, 10, true));
        assertThat(ObjectReads.range("bytes=2-", 10)).isEqualTo(new ObjectReads.Range(2, 8, true));
        assertThat(ObjectReads.range("bytes=2-4", 10)).isEqualTo(new ObjectReads.Range(2, 3, true));
        assertThat(ObjectReads.range("bytes=1-2,4-5", 10)).isEqualTo(new ObjectReads.Range(0, 10, false));
    }
}
