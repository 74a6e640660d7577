package gedeon.storage.s3.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.s3.S3Error;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes {@code aws-chunked}: sizes, optional chunk signatures, optional trailers, optionally signed. Bytes of a signed chunk are handed out before its
 * signature is known, but the stream ends with an error where it is wrong, so nothing of it is ever committed. Memory does not grow with the chunk.
 */
public final class ChunkedBody extends InputStream {
    private static final int LONGEST_LINE = 8192;
    private static final int MOST_TRAILERS = 16;
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final InputStream in;
    private final @Nullable Authenticated signed;
    private final boolean trailing;
    private final MessageDigest chunk;
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private String previous;
    private String expected = "";
    private long left;
    private boolean first = true;
    private boolean ended;

    /** @param signed where chunks carry signatures, else null */
    public ChunkedBody(InputStream in, @Nullable Authenticated signed, boolean trailing) {
        this.in = in;
        this.signed = signed;
        this.trailing = trailing;
        this.previous = signed == null ? "" : signed.seed();
        try {
            this.chunk = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Known after the end of the stream, by lower-case name. */
    public Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int n = in.read(buffer, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw truncated();
        }
        if (signed != null) {
            chunk.update(buffer, offset, n);
        }
        left -= n;
        if (left == 0) {
            endChunk();
        }
        return n;
    }

    private void nextChunk() throws IOException {
        String line = line();
        first = false;
        int semicolon = line.indexOf(';');
        String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        try {
            left = Long.parseLong(size, 16);
        } catch (NumberFormatException e) {
            throw invalid("a chunk begins with its size in hexadecimal, was \"" + printable(size) + "\"");
        }
        if (left < 0) {
            throw invalid("a chunk's size is never negative");
        }
        if (signed != null) {
            int at = line.indexOf("chunk-signature=");
            if (at < 0) {
                throw invalid("a chunk carries no signature");
            }
            expected = line.substring(at + "chunk-signature=".length()).strip();
        }
        if (left == 0) {
            endChunkSignature();
            ended = true;
            if (trailing) {
                readTrailers();
            } else if (!line().isEmpty()) {
                throw invalid("something follows the last chunk");
            }
        }
    }

    private void endChunk() throws IOException {
        endChunkSignature();
        if (in.read() != '\r' || in.read() != '\n') {
            throw invalid("a chunk does not end where its size says");
        }
    }

    private void endChunkSignature() {
        if (signed == null) {
            return;
        }
        String hash = HexFormat.of().formatHex(chunk.digest());
        String toSign = "AWS4-HMAC-SHA256-PAYLOAD\n" + signed.timestamp() + "\n" + signed.scope() + "\n" + previous
                + "\n" + EMPTY + "\n" + hash;
        String own = HexFormat.of().formatHex(SigV4.hmac(signed.signingKey(), toSign));
        if (!MessageDigest.isEqual(own.getBytes(UTF_8), expected.getBytes(UTF_8))) {
            throw new S3Error("SignatureDoesNotMatch", 403, "the signature of a chunk is not that of its bytes");
        }
        previous = own;
    }

    private void readTrailers() throws IOException {
        StringBuilder canonical = new StringBuilder();
        String signature = null;
        for (int i = 0; i <= MOST_TRAILERS; i++) {
            String line = lineOrEnd();
            if (line.isEmpty()) {
                requireTrailerSignature(canonical, signature);
                return;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw invalid("a trailer is name:value");
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals("x-amz-trailer-signature")) {
                signature = value;
            } else {
                trailers.put(name, value);
                canonical.append(name).append(':').append(value).append('\n');
            }
        }
        throw invalid("more than " + MOST_TRAILERS + " trailers");
    }

    private void requireTrailerSignature(StringBuilder canonical, @Nullable String signature) {
        if (signed == null) {
            return;
        }
        String toSign = "AWS4-HMAC-SHA256-TRAILER\n" + signed.timestamp() + "\n" + signed.scope() + "\n" + previous
                + "\n" + SigV4.sha256(canonical.toString().getBytes(UTF_8));
        String own = HexFormat.of().formatHex(SigV4.hmac(signed.signingKey(), toSign));
        if (signature == null || !MessageDigest.isEqual(own.getBytes(UTF_8), signature.getBytes(UTF_8))) {
            throw new S3Error("SignatureDoesNotMatch", 403, "the signature of the trailers is missing or wrong");
        }
    }

    private String line() throws IOException {
        String line = readLine();
        if (line == null) {
            throw truncated();
        }
        return line;
    }

    /** Some clients end after the last trailer without an empty line. */
    private String lineOrEnd() throws IOException {
        String line = readLine();
        return line == null ? "" : line;
    }

    private @Nullable String readLine() throws IOException {
        byte[] bytes = new byte[128];
        int length = 0;
        int c;
        while ((c = in.read()) != '\n') {
            if (c < 0) {
                if (length == 0) {
                    return null;
                }
                throw truncated();
            }
            if (length == LONGEST_LINE) {
                throw invalid("a chunk's line is longer than " + LONGEST_LINE + " bytes");
            }
            if (length == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, length * 2);
            }
            bytes[length++] = (byte) c;
        }
        return new String(bytes, 0, length > 0 && bytes[length - 1] == '\r' ? length - 1 : length, US_ASCII);
    }

    private IOException truncated() {
        return new EOFException(first ? "the body is empty, but should hold chunks" : "the body ended inside a chunk");
    }

    private static String printable(String text) {
        return text.length() > 20 ? text.substring(0, 20) + "…" : text;
    }

    private static S3Error invalid(String why) {
        return S3Error.invalidRequest("the aws-chunked body cannot be read: " + why);
    }
}
