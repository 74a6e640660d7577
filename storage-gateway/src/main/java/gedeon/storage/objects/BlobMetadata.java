package gedeon.storage.objects;

import gedeon.storage.Attributes;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.VersionRow;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a blob's header says of it, for a namespace that has to be made again. */
public final class BlobMetadata {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private BlobMetadata() {}

    /** Of a version whose blob got no header when it came. */
    public static byte[] of(StoredVersion version) {
        return of(
                version.notebook(),
                version.bucket(),
                version.key(),
                Map.of("nonce", Long.toHexString(version.version().nonce())),
                false,
                version.attributes());
    }

    /**
     * @param identity the nonce of its version, or upload and part
     * @param onlyNew whether it was to be refused where its key is taken
     */
    static byte[] of(
            int notebook,
            String bucket,
            ObjectKey key,
            Map<String, String> identity,
            boolean onlyNew,
            Attributes attributes) {
        ObjectNode all = JSON.createObjectNode()
                .put("notebook", notebook)
                .put("bucket", bucket)
                .put("key", Base64.getEncoder().encodeToString(key.bytes()));
        identity.forEach(all::put);
        if (onlyNew) {
            all.put("onlyNew", true);
        }
        VersionRow.addAttributes(all, attributes);
        return JSON.writeValueAsString(all).getBytes(StandardCharsets.UTF_8);
    }
}
