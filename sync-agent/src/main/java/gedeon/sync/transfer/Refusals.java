package gedeon.sync.transfer;

import gedeon.client.Obstacle;
import gedeon.sync.scan.FoundFile;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.MinioException;
import java.util.Optional;

/** What the way to the bucket throws, as an outcome with a sentence for people, or with an {@link Obstacle} where nothing is wrong with the file itself. */
final class Refusals {
    private Refusals() {}

    static Sent of(FoundFile file, MinioException e, S3Door door) {
        if (e instanceof ErrorResponseException refused) {
            String code = String.valueOf(refused.errorResponse().code());
            String message = String.valueOf(refused.errorResponse().message());
            return switch (code) {
                case "QuotaExceeded" -> new Sent.QuotaFull(message);
                case "InvalidAccessKeyId" -> revoked(Obstacle.of(Obstacle.Kind.KEY_REVOKED));
                case "SignatureDoesNotMatch" -> revoked(Obstacle.of(Obstacle.Kind.KEY_ALTERED));
                // May be about this one key: its neighbours are tried.
                case "AccessDenied" ->
                    new Sent.Failed(Obstacle.of(Obstacle.Kind.KEY_FORBIDDEN, door.bucket(), message)
                            .toString());
                default -> new Sent.Failed(file.file() + " was refused: " + code + ": " + message);
            };
        }
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return obstacle(e, door)
                .<Sent>map(obstacle -> new Sent.NoWay(obstacle.toString()))
                .orElseGet(() -> new Sent.Failed(file.file() + " did not arrive, it is tried again: " + cause));
    }

    private static Sent revoked(Obstacle obstacle) {
        return new Sent.Revoked(obstacle.toString());
    }

    private static Optional<Obstacle> obstacle(MinioException e, S3Door door) {
        Optional<Obstacle> found = Obstacle.of(e, door.server(), door.connection());
        boolean byProxy = e instanceof InvalidResponseException
                && String.valueOf(e.getMessage()).contains("Response code: 407");
        return found.isPresent() || !byProxy || door.connection() == null
                ? found
                : door.connection()
                        .proxyTo(door.server())
                        .map(proxy -> Obstacle.of(Obstacle.Kind.PROXY_REFUSES, proxy, "407"));
    }
}
