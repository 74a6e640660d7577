package gedeon.metadata;

import gedeon.kernel.ReleaseNumber;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Versions of the agent that people may install. The server signs what it says of them; agents tell it to people, and install nothing. */
public interface AgentReleases {
    /** The one made known last. */
    Optional<Release> newest();

    /** Makes it known. Durable on return; rights are the caller's to ask. */
    Release keep(Draft draft, String by);

    /** The public key by which notices are known: Ed25519, X.509 as base64. */
    String signedBy();

    /** @param notice what was signed and the signature, as a compact JWS */
    record Release(Draft draft, String notice, Instant made, String by) {}

    /** @param sha256 of what lies at {@code url}, in hexadecimal figures */
    record Draft(ReleaseNumber version, String url, String sha256) {
        private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
        private static final int LONGEST = 2000;

        public Draft {
            if (!SHA256.matcher(sha256).matches()) {
                throw new IllegalArgumentException(
                        "a SHA-256 has 64 hexadecimal figures in small letters, was \"" + sha256 + "\"");
            }
            if (url.length() > LONGEST || !web(url)) {
                throw new IllegalArgumentException(
                        "a release lies at an address that begins with https:// or http:// and names a host, was \""
                                + url + "\"");
            }
        }

        private static boolean web(String url) {
            try {
                URI uri = new URI(url);
                return uri.getHost() != null
                        && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
            } catch (URISyntaxException e) {
                return false;
            }
        }
    }
}
