package gedeon.storage.lifecycle.archive;

import gedeon.storage.BlobId;
import gedeon.storage.StoredVersion;
import gedeon.storage.objects.Bucket;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What gedeon.jsonl says of a batch and of each version in it: all that was known of it, for somebody who has nothing else. */
final class VersionLines {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private VersionLines() {}

    static String batch(BlobId batch, Bucket bucket, String notebook, Instant sealed) {
        ObjectNode line = JSON.createObjectNode();
        line.put("kind", "batch").put("format", 1).put("id", batch.toString());
        line.put("notebook", bucket.notebook()).put("notebookName", notebook);
        line.put("bucket", bucket.id()).put("bucketName", bucket.name()).put("sealed", sealed.toString());
        return JSON.writeValueAsString(line);
    }

    /** Of what is encrypted, nothing that its own form does not tell in clear. */
    static String version(StoredVersion version, String file) {
        ObjectNode line = JSON.createObjectNode();
        line.put("kind", "version")
                .put("file", file)
                .put("version", version.version().toString());
        line.put("notebook", version.notebook()).put("bucket", version.bucketId());
        line.put("created", version.created().toString());
        if (version.attributes().encryption() != null) {
            return JSON.writeValueAsString(line.put("encrypted", true));
        }
        line.put("bucketName", version.bucket())
                .put("key", version.key().toString())
                .put(
                        "keyBytes",
                        Base64.getEncoder().encodeToString(version.key().bytes()))
                .put("size", version.size().value())
                .put("etag", version.etag());
        if (version.sha256() != null) {
            line.put("sha256", version.sha256().hex());
        }
        ObjectNode checksums = line.putObject("checksums");
        version.checksums().forEach(one -> checksums.put(one.algorithm().s3Name(), one.hex()));
        line.set("headers", JSON.valueToTree(version.headers()));
        line.set("user", JSON.valueToTree(version.userMetadata()));
        line.set("tags", JSON.valueToTree(version.tags()));
        if (version.lock().mode() != null) {
            line.put("lock", version.lock().mode().name())
                    .put("retainUntil", String.valueOf(version.lock().retainUntil()));
        }
        line.put("legalHold", version.lock().legalHold());
        return JSON.writeValueAsString(line);
    }
}
