package gedeon.storage.s3.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.s3.S3Error;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/** Requests and their signatures: path, query and headers, a line each. Nobody has the key, so none but the unsigned passes. */
public final class SignatureTarget {
    private static final KeyHolder HOLDER =
            new KeyHolder("k", "never guessed", new Principal(1, "ada", Principal.Kind.PERSON, Set.of()), 1);
    private static final SigV4 SIGNATURES = new SigV4(
            key -> Optional.of(HOLDER),
            "us-east-1",
            Clock.fixed(Instant.parse("2013-05-24T00:00:00Z"), ZoneOffset.UTC));

    private SignatureTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        String[] lines = new String(bytes, UTF_8).split("\n", 8);
        SentRequest request =
                new SentRequest("GET", lines.length > 0 ? "/" + lines[0] : "/", lines.length > 1 ? lines[1] : "");
        for (int i = 2; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                request.with(lines[i].substring(0, colon), lines[i].substring(colon + 1));
            }
        }
        try {
            Authenticated auth = SIGNATURES.check(request);
            if (auth.holder().equals(HOLDER)) {
                throw new IllegalStateException("a signature that nobody made was accepted");
            }
        } catch (S3Error declared) {
            // What a client is told.
        }
    }
}
