package gedeon.metadata.proof;

import gedeon.metadata.AgentReleases.Draft;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Signs what is said of a version of the agent, as a compact JWS (RFC 7515, RFC 8037) of a type of its own: no receipt passes for one. */
public final class ReleaseNotices {
    /** The header's {@code typ}; agents take no other. */
    public static final String TYPE = "gedeon-agent-release";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = new JsonMapper();

    private final KeyPair key;

    /** @param key an Ed25519 pair */
    public ReleaseNotices(KeyPair key) {
        this.key = key;
    }

    public String publicKey() {
        return Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
    }

    public String sign(Draft draft, Instant at) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("version", draft.version().text());
        payload.put("url", draft.url());
        payload.put("sha256", draft.sha256());
        payload.put("iat", at.getEpochSecond());
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "EdDSA");
        header.put("typ", TYPE);
        String signed = part(header) + "." + part(payload);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the server's key cannot sign; it must be Ed25519", e);
        }
    }

    private static String part(Map<String, ?> json) {
        return BASE64.encodeToString(JSON.writeValueAsBytes(json));
    }
}
