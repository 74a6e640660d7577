package gedeon.storage.objects;

import gedeon.storage.Attributes;
import gedeon.storage.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a blob's header says of it, for a namespace that has to be made again. */
final class BlobMetadata {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private BlobMetadata() {}

    /** @param identity the nonce of its version, or upload and part */
    static byte[] of(int notebook, String bucket, ObjectKey key, Map<String, String> identity, Attributes attributes) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("notebook", notebook);
        all.put("bucket", bucket);
        all.put("key", Base64.getEncoder().encodeToString(key.bytes()));
        all.putAll(identity);
        all.put("headers", attributes.headers());
        all.put("user", attributes.userMetadata());
        return JSON.writeValueAsString(all).getBytes(StandardCharsets.UTF_8);
    }
}
