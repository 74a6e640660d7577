package gedeon.storage.s3.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Notebooks.Session;
import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.Text;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** Whom an access key stands for. A temporary key counts only with its session token and until it ends: nothing that it signed outlives it. */
final class Holders {
    private final Function<String, Optional<KeyHolder>> keys;
    private final Clock clock;

    Holders(Function<String, Optional<KeyHolder>> keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * @param token as the request carries it; empty where it carries none
     * @throws S3Error InvalidAccessKeyId, InvalidToken, ExpiredToken
     */
    KeyHolder of(String accessKey, Optional<String> token) {
        // A text that no key can be is not looked up.
        KeyHolder holder = Optional.of(accessKey)
                .filter(text -> !Text.hasControls(text))
                .flatMap(keys)
                .orElseThrow(() -> new S3Error("InvalidAccessKeyId", 403, "no such access key, or it was revoked"));
        Session session = holder.session();
        if (session == null && token.isEmpty()) {
            return holder;
        }
        if (session == null || token.isEmpty() || !MessageDigest.isEqual(sha256(token.get()), session.tokenSha256())) {
            throw new S3Error("InvalidToken", 400, "the session token is not the one of this access key");
        }
        if (!clock.instant().isBefore(session.expires())) {
            throw new S3Error("ExpiredToken", 400, "the temporary key ended at " + session.expires());
        }
        return holder;
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
