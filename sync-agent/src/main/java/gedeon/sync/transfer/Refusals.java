package gedeon.sync.transfer;

import gedeon.sync.scan.FoundFile;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** What the S3 client throws, as an outcome with a sentence for people. */
final class Refusals {
    private Refusals() {}

    static Sent of(FoundFile file, MinioException e) {
        if (e instanceof ErrorResponseException refused) {
            String code = String.valueOf(refused.errorResponse().code());
            String message = String.valueOf(refused.errorResponse().message());
            return switch (code) {
                case "QuotaExceeded" -> new Sent.QuotaFull(message);
                case "InvalidAccessKeyId" ->
                    new Sent.Revoked("the agent's key is not accepted any more; enrol it again with a new code");
                default -> new Sent.Failed(file.file() + " was refused: " + code + ": " + message);
            };
        }
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SocketTimeoutException) {
            return new Sent.NoWay("the server's S3 address does not answer: " + cause.getMessage());
        }
        return new Sent.Failed(file.file() + " did not arrive, it is tried again: " + cause);
    }
}
