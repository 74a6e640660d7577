package gedeon.sync;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An object of a pack as a server reads it. */
public record PackedObject(String key, Map<String, String> headers, byte[] bytes) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @throws IllegalArgumentException where it is not as docs/s3.md says */
    public static List<PackedObject> read(byte[] pack) {
        ByteBuffer all = ByteBuffer.wrap(pack);
        byte[] magic = new byte[8];
        all.get(magic);
        require(new String(magic, StandardCharsets.US_ASCII).equals("GEDSEND1"), "magic");
        List<PackedObject> objects = new ArrayList<>();
        int length;
        while ((length = all.getInt()) != 0) {
            byte[] json = new byte[length];
            all.get(json);
            JsonNode head = JSON.readTree(json);
            byte[] bytes = new byte[head.get("size").asInt()];
            all.get(bytes);
            require(FakeGedeon.sha256(bytes).equals(head.get("sha256").asString()), "sha256");
            Map<String, String> headers = new HashMap<>();
            head.get("headers")
                    .properties()
                    .forEach(one -> headers.put(one.getKey(), one.getValue().asString()));
            objects.add(new PackedObject(head.get("key").asString(), headers, bytes));
        }
        require(all.getInt() == objects.size(), "count");
        CRC32C crc = new CRC32C();
        crc.update(pack, 0, all.position());
        require(all.getInt() == (int) crc.getValue() && !all.hasRemaining(), "end");
        return objects;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("the pack is malformed: " + what);
        }
    }
}
