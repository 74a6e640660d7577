package gedeon.storage.s3.auth;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.fuzz.Slices;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bodies in {@code aws-chunked}, in all their forms; the first byte chooses. What comes ends well or with a declared error, is never longer than what
 * carried it, and means the same in whatever slices it comes. What was encoded comes out again; what was signed comes out unchanged or not at all.
 */
public final class ChunksTarget {
    private static final Authenticated SIGNED = new Authenticated(
            new KeyHolder("key", "secret", new Principal(1, "ada", Principal.Kind.PERSON, Set.of()), 1),
            "",
            new byte[32],
            "0".repeat(64),
            "20130524T000000Z",
            "20130524/us-east-1/s3/aws4_request",
            Authenticated.Way.HEADER);

    private ChunksTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        if (bytes.length < 3) {
            return;
        }
        Authenticated signed = (bytes[0] & 1) != 0 ? SIGNED : null;
        boolean trailing = (bytes[0] & 2) != 0;
        byte[] rest = Arrays.copyOfRange(bytes, 3, bytes.length);
        if ((bytes[0] & 4) != 0) {
            encoded(rest, signed, trailing, bytes);
        } else {
            arbitrary(rest, signed, trailing, bytes[1]);
        }
    }

    private static void arbitrary(byte[] sent, @Nullable Authenticated signed, boolean trailing, byte slice)
            throws IOException {
        Result whole = decode(new ByteArrayInputStream(sent), sent.length + 1, signed, trailing);
        Result sliced = decode(Slices.of(sent, slice), 1 + (slice >> 4 & 15), signed, trailing);
        require(whole.means(sliced), "slices change what a body means: " + whole + " and " + sliced);
        require(whole.content() == null || whole.content().length <= sent.length, "more came out than went in");
        require(whole.content() == null || signed == null, "a body that nobody signed was read to its end");
    }

    private static void encoded(byte[] content, @Nullable Authenticated signed, boolean trailing, byte[] choice)
            throws IOException {
        Chunks chunks = new Chunks(signed).body(content, 1 + (choice[1] & 0xff));
        byte[] sent = trailing ? chunks.endWithTrailer("x-amz-checksum-crc32", "AAAAAA==") : chunks.end();
        Result whole = decode(Slices.of(sent, choice[1]), 1 + (choice[2] & 0xff), signed, trailing);
        require(Arrays.equals(whole.content(), content), "what was encoded does not come out");
        if (signed != null) {
            byte[] other = sent.clone();
            other[(choice[2] & 0xff) * other.length >> 8] ^= (byte) (1 << (choice[1] & 7));
            byte[] read = decode(new ByteArrayInputStream(other), 4096, signed, trailing)
                    .content();
            require(read == null || Arrays.equals(read, content), "a changed body was taken for a signed one");
        }
    }

    /** @param content null where the body was refused, as {@code refusal} says */
    private record Result(byte @Nullable [] content, String refusal) {
        boolean means(Result other) {
            return refusal.equals(other.refusal) && Arrays.equals(content, other.content);
        }
    }

    private static Result decode(InputStream sent, int step, @Nullable Authenticated signed, boolean trailing)
            throws IOException {
        try (ChunkedBody body = new ChunkedBody(sent, signed, trailing)) {
            return new Result(Slices.readAll(body, step), "");
        } catch (S3Error declared) {
            return new Result(null, declared.code());
        } catch (EOFException cut) {
            return new Result(null, "cut");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
