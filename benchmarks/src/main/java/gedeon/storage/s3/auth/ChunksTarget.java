package gedeon.storage.s3.auth;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.s3.S3Error;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Set;

/** Bodies in {@code aws-chunked}, in all their forms; the first byte chooses. No signed form ever comes to its end: nobody has the key. */
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
        if (bytes.length == 0) {
            return;
        }
        boolean signed = (bytes[0] & 1) != 0;
        boolean trailing = (bytes[0] & 2) != 0;
        try (ChunkedBody body = new ChunkedBody(
                new ByteArrayInputStream(bytes, 1, bytes.length - 1), signed ? SIGNED : null, trailing)) {
            body.readAllBytes();
            if (signed) {
                throw new IllegalStateException("a body that nobody signed was read to its end");
            }
        } catch (S3Error | EOFException declared) {
            // What a client is told.
        }
    }
}
