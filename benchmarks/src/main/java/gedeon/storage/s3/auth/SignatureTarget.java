package gedeon.storage.s3.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.Uri;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/**
 * Requests and their signatures: path, query and headers, a line each. Nobody has the key, so none but the unsigned passes. The canonical form of a path
 * and of a query is its own canonical form.
 */
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
        String path = "/" + lines[0];
        String query = lines.length > 1 ? lines[1] : "";
        SentRequest request = new SentRequest("GET", path, query);
        for (int i = 2; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                request.with(lines[i].substring(0, colon), lines[i].substring(colon + 1));
            }
        }
        check(request, null);
        check(request, "data");
        canonical(path, query);
    }

    private static void check(SentRequest request, @org.jspecify.annotations.Nullable String hostBucket) {
        try {
            Authenticated auth = SIGNATURES.check(request, hostBucket);
            if (auth.holder().equals(HOLDER)) {
                throw new IllegalStateException("a signature that nobody made was accepted");
            }
        } catch (S3Error declared) {
            // What a client is told.
        }
    }

    private static void canonical(String path, String query) {
        String oncePath;
        String onceQuery;
        try {
            oncePath = path(path);
            onceQuery = SigV4.canonicalQuery(query, false);
        } catch (S3Error declared) {
            return;
        }
        if (!path(oncePath).equals(oncePath)) {
            throw new IllegalStateException("the canonical path " + oncePath + " has another canonical form");
        }
        if (!SigV4.canonicalQuery(onceQuery, false).equals(onceQuery)) {
            throw new IllegalStateException("the canonical query " + onceQuery + " has another canonical form");
        }
        if (!Uri.decodeText(oncePath, false).equals(Uri.decodeText(path, false))) {
            throw new IllegalStateException("the canonical path " + oncePath + " is another path");
        }
        // A text that was decoded from characters holds them all.
        if (path.indexOf('%') < 0 && !Uri.decodeText(path, false).equals(path)) {
            throw new IllegalStateException("decoding lost characters of " + path);
        }
    }

    private static String path(String raw) {
        return Uri.encode(Uri.decode(raw, false), true);
    }
}
