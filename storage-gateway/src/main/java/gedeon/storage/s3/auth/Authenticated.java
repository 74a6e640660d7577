package gedeon.storage.s3.auth;

import gedeon.storage.notebooks.Notebooks.KeyHolder;

/**
 * A request whose signature fits.
 *
 * @param payload the value of {@code x-amz-content-sha256}, or UNSIGNED-PAYLOAD for presigned URLs
 * @param signingKey for the chunks of a signed stream
 * @param seed the request's own signature, hexadecimal
 */
public record Authenticated(
        KeyHolder holder, String payload, byte[] signingKey, String seed, String timestamp, String scope) {
    @Override
    public String toString() {
        return "Authenticated[" + holder.accessKey() + "]";
    }
}
