package gedeon.sync.centre;

import gedeon.kernel.ReleaseNumber;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A signed notice of a version of the agent: a compact JWS (EdDSA) of a type of its own. Nothing in it is believed that the key told at enrolment did not sign.
 */
final class ReleaseNotice {
    static final String TYPE = "gedeon-agent-release";
    private static final JsonMapper JSON = new JsonMapper();

    private ReleaseNotice() {}

    /** What it says; nothing where the key did not sign it, or it is no such notice. @param signedBy Ed25519, X.509 as base64 */
    static Optional<CentreState.Newer> read(String notice, String signedBy) {
        String[] parts = notice.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(signedBy))));
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                return Optional.empty();
            }
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            JsonNode said = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            String version = said.path("version").asString("");
            if (!TYPE.equals(header.path("typ").asString("")) || !ReleaseNumber.isOne(version)) {
                return Optional.empty();
            }
            return Optional.of(new CentreState.Newer(
                    version, said.path("url").asString(""), said.path("sha256").asString("")));
        } catch (GeneralSecurityException | IllegalArgumentException | JacksonException e) {
            return Optional.empty();
        }
    }
}
