package gedeon.sync.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import tools.jackson.databind.json.JsonMapper;

/**
 * Small files as the body of one request (the server's docs/s3.md, "Many small objects in one request"): {@code GEDSEND1}, of each file a head and its bytes, and
 * an end. Each file is read once, and looked at before and after: one that moved is left out. For one thread.
 */
final class Pack {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] MAGIC = "GEDSEND1".getBytes(US_ASCII);
    private static final int NUMBER = 4;
    private static final int END = 3 * NUMBER;
    private static final int LONGEST_HEAD = 16 << 10;
    /** Of all heads; the server takes twice as much. */
    private static final int MOST_HEADS = 512 << 10;
    /** Of all files, as the server has it. */
    private static final long MOST_CONTENT = 8 << 20;

    private static final int USUAL_HEAD = 512;
    /** Where a head has its SHA-256, which is known once the bytes are behind it. */
    private static final String NOT_YET = "0".repeat(64);

    private static final int SHA256_AT = "{\"sha256\":\"".length();

    private final List<Packed> files = new ArrayList<>();
    private byte[] bytes;
    private int end;
    private int heads;
    private long content;

    /** A file that is in the pack. */
    record Packed(Parcel parcel, String sha256) {}

    private Pack(int expected) {
        this.bytes = Arrays.copyOf(MAGIC, MAGIC.length + expected + END);
        this.end = MAGIC.length;
    }

    /** An empty one, with room for these or as many of them as it takes. */
    static Pack of(List<Parcel> parcels) {
        long files = Math.min(Packs.MOST_FILES, parcels.size());
        long content = parcels.stream().mapToLong(Parcel::size).sum();
        return new Pack((int) (Math.min(MOST_CONTENT, content) + files * USUAL_HEAD));
    }

    /**
     * Reads a file into the pack; false where it goes into none any more or into none at all, and nothing was done.
     *
     * @throws ObservedFile.Changed where it moved: it is not in the pack
     * @throws IOException where it cannot be read: likewise
     */
    boolean add(Parcel parcel, Map<String, String> headers) throws IOException {
        if (files.size() == Packs.MOST_FILES
                || content + parcel.size() > MOST_CONTENT
                || !UTF_8.newEncoder().canEncode(parcel.key())) {
            return false;
        }
        byte[] head = head(parcel, headers);
        if (head.length > LONGEST_HEAD || heads + head.length > MOST_HEADS) {
            return false;
        }
        int size = (int) parcel.size();
        int at = end + NUMBER + head.length;
        room(at + size + END);
        new ObservedFile(parcel.file()).read(0, bytes, at, size);
        MessageDigest digest = sha256();
        digest.update(bytes, at, size);
        String sha256 = HexFormat.of().formatHex(digest.digest());
        System.arraycopy(sha256.getBytes(US_ASCII), 0, head, SHA256_AT, sha256.length());
        ByteBuffer.wrap(bytes, end, at - end).putInt(head.length).put(head);
        end = at + size;
        heads += head.length;
        content += size;
        files.add(new Packed(parcel, sha256));
        return true;
    }

    private static byte[] head(Parcel parcel, Map<String, String> headers) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("sha256", NOT_YET);
        head.put("key", parcel.key());
        head.put("size", parcel.size());
        head.put("headers", headers);
        return JSON.writeValueAsBytes(head);
    }

    private void room(int needed) {
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 2)));
        }
    }

    List<Packed> files() {
        return files;
    }

    /** Bytes of files. */
    long content() {
        return content;
    }

    /** Writes the end; the pack takes nothing more. */
    Body finish() {
        room(end + END);
        ByteBuffer tail = ByteBuffer.wrap(bytes, end, END).putInt(0).putInt(files.size());
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, end + 2 * NUMBER);
        tail.putInt((int) crc.getValue());
        int length = end + END;
        MessageDigest digest = sha256();
        digest.update(bytes, 0, length);
        return new Body(bytes, length, HexFormat.of().formatHex(digest.digest()));
    }

    /** The first {@code length} bytes are what is sent. */
    static final class Body {
        final byte[] bytes;
        final int length;
        final String sha256;

        Body(byte[] bytes, int length, String sha256) {
            this.bytes = bytes;
            this.length = length;
            this.sha256 = sha256;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
