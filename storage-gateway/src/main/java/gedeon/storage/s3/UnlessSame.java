package gedeon.storage.s3;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.StoredVersion;
import gedeon.storage.objects.Bucket;
import java.util.Optional;

/**
 * {@code x-gedeon-unless-same: <SHA-256 in hexadecimal>} of a PutObject: where the current version has that digest and the length of the body, nothing is stored
 * and the answer is that version's. So whoever never heard the answer to its request repeats it, and one version is all there is. The body is not read then. What
 * else the request says of the object (headers, lock, tags) is not looked at: it is the same request again. A condition beside it decides first.
 */
final class UnlessSame {
    private static final String NAME = "x-gedeon-unless-same";

    private UnlessSame() {}

    static Optional<StoredVersion> find(Call call, Bucket bucket, Body body) {
        Optional<String> given = call.exchange().header(NAME);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (!given.get().matches("[0-9a-fA-F]{64}")) {
            throw S3Error.invalidArgument(NAME + " is a SHA-256 in hexadecimal");
        }
        if (call.exchange().header("if-match").isPresent()
                || call.exchange().header("if-none-match").isPresent()) {
            return Optional.empty();
        }
        Digest wanted = new Digest(DigestAlgorithm.SHA256, given.get());
        return call.store()
                .find(bucket, call.key(), null, false)
                .filter(version -> !version.deleteMarker()
                        && version.size().value() == body.length()
                        && wanted.equals(version.sha256()));
    }
}
