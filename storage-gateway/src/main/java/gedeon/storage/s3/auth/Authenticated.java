package gedeon.storage.s3.auth;

import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Principal;

/**
 * A request whose signature fits, or that has none.
 *
 * @param holder of the key; of a request that is not signed, nobody, in no notebook
 * @param payload the value of {@code x-amz-content-sha256}, or UNSIGNED-PAYLOAD for presigned URLs
 * @param signingKey for the chunks of a signed stream
 * @param seed the request's own signature, hexadecimal
 * @param scope of a Version 4 signature; empty of others
 * @param way where the signature was found
 */
public record Authenticated(
        KeyHolder holder, String payload, byte[] signingKey, String seed, String timestamp, String scope, Way way) {
    /** Where a request carries its signature. */
    public enum Way {
        NOT_AT_ALL,
        HEADER,
        QUERY,
        FORM
    }

    private static final KeyHolder NOBODY = new KeyHolder("", "", Principal.ANONYMOUS, 0);

    /** A request that is not signed: whoever it is, it may do what everybody may. */
    public static Authenticated anonymous(String payload) {
        return new Authenticated(NOBODY, payload, new byte[0], "", "", "", Way.NOT_AT_ALL);
    }

    public boolean isAnonymous() {
        return holder == NOBODY;
    }

    /** Whether all headers of the request are signed by a lasting key of that notebook: then what they promise is the notebook's own word. */
    public boolean speaksFor(int notebook) {
        return !isAnonymous() && !scope.isEmpty() && holder.session() == null && holder.notebook() == notebook;
    }

    @Override
    public String toString() {
        return "Authenticated[" + holder.accessKey() + "]";
    }
}
