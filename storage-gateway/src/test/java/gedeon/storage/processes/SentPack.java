package gedeon.storage.processes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import tools.jackson.databind.json.JsonMapper;

/** A request that brings many objects, as docs/s3.md describes it: built by hand, so that it may be wrong as well. */
public final class SentPack {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int objects;
    private long bytes;
    private Map<String, String> otherHeaders = Map.of();

    public SentPack() {
        body.writeBytes("GEDSEND1".getBytes(US_ASCII));
    }

    public SentPack add(String key, byte[] content) {
        return add(key, content, Map.of());
    }

    public SentPack add(String key, byte[] content, Map<String, String> headers) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("key", key);
        head.put("size", content.length);
        head.put("sha256", sha256(content));
        head.put("headers", headers);
        return headed(JSON.writeValueAsString(head), content);
    }

    /** An object whose head says whatever it likes. */
    public SentPack headed(String head, byte[] content) {
        byte[] text = head.getBytes(UTF_8);
        number(text.length);
        body.writeBytes(text);
        body.writeBytes(content);
        objects++;
        bytes += content.length;
        return this;
    }

    /** Headers of the request that say something else than they would. */
    public SentPack with(Map<String, String> headers) {
        otherHeaders = headers;
        return this;
    }

    private void number(int value) {
        body.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
    }

    /** The whole body. */
    public byte[] body() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(body.toByteArray());
        whole.writeBytes(ByteBuffer.allocate(8).putInt(0).putInt(objects).array());
        CRC32C crc = new CRC32C();
        crc.update(whole.toByteArray());
        whole.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        return whole.toByteArray();
    }

    /** What the request says of a body. */
    public Map<String, String> headers(byte[] whole) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("x-gedeon-pack-objects", Integer.toString(objects));
        headers.put("x-gedeon-pack-bytes", Long.toString(bytes));
        headers.put("x-amz-content-sha256", sha256(whole));
        headers.putAll(otherHeaders);
        return headers;
    }

    public Answer send(PlainS3 client, String bucket) throws IOException {
        byte[] whole = body();
        return client.send("POST", "/" + bucket + "?gedeon-pack", headers(whole), whole);
    }

    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
