package gedeon.storage.tier.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.BlobId;
import gedeon.storage.tier.archive.ocfl.StoredFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What gedeon.jsonl says of the blobs of a batch: where the payload of each lies, and what stands around it in its stored form. */
final class BatchIndex {
    static final String NAME = "gedeon.jsonl";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * One blob.
     *
     * @param at where its payload begins in the file
     * @param head the header of its stored form with metadata and padding, {@code trailer} its trailer: each has a checksum of its own
     */
    record Entry(BlobId blob, String path, long at, long length, byte[] head, byte[] trailer) {
        String line() {
            Base64.Encoder text = Base64.getEncoder();
            ObjectNode line = JSON.createObjectNode();
            line.put("kind", "blob")
                    .put("id", blob.toString())
                    .put("file", path)
                    .put("at", at)
                    .put("length", length)
                    .put("head", text.encodeToString(head))
                    .put("trailer", text.encodeToString(trailer));
            return JSON.writeValueAsString(line);
        }

        private static Entry read(JsonNode line) {
            Base64.Decoder bytes = Base64.getDecoder();
            return new Entry(
                    BlobId.parse(line.get("id").asString()),
                    line.get("file").asString(),
                    line.get("at").asLong(),
                    line.get("length").asLong(),
                    bytes.decode(line.get("head").asString()),
                    bytes.decode(line.get("trailer").asString()));
        }
    }

    private final Map<BlobId, Entry> entries;
    private final Map<String, StoredFile> files;

    private BatchIndex(Map<BlobId, Entry> entries, Map<String, StoredFile> files) {
        this.entries = entries;
        this.files = files;
    }

    /** @param files where each file of the batch lies */
    static BatchIndex read(Map<String, StoredFile> files) throws IOException {
        StoredFile index = files.get(NAME);
        if (index == null) {
            throw new IOException("a batch has no " + NAME);
        }
        Map<BlobId, Entry> entries = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(index.stream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode read = JSON.readTree(line);
                if (read.path("kind").asString("").equals("blob")) {
                    Entry entry = Entry.read(read);
                    entries.put(entry.blob(), entry);
                }
            }
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw new IOException(NAME + " cannot be read: " + e.getMessage(), e);
        }
        return new BatchIndex(entries, files);
    }

    @Nullable Entry of(BlobId blob) {
        return entries.get(blob);
    }

    Map<BlobId, Entry> entries() {
        return entries;
    }

    @Nullable StoredFile file(Entry entry) {
        return files.get(entry.path());
    }
}
