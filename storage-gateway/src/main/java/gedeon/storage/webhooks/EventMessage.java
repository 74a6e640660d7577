package gedeon.storage.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.StoredVersion;
import gedeon.storage.notebooks.Notebooks;
import java.net.URLEncoder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A notice in the form of S3's event messages, version 2.3: readers made for those read it as it is. Who asked from where is not told. */
final class EventMessage {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EventMessage() {}

    static byte[] of(String event, Notice notice, String region) {
        StoredVersion version = notice.version();
        String owner = Notebooks.canonicalId(version.notebook());
        ObjectNode record = JSON.createObjectNode();
        record.put("eventVersion", "2.3")
                .put("eventSource", "aws:s3")
                .put("awsRegion", region)
                .put("eventTime", notice.at().toString())
                .put("eventName", event);
        record.putObject("userIdentity").put("principalId", owner);
        record.putObject("requestParameters").put("sourceIPAddress", "");
        record.putObject("responseElements");
        ObjectNode s3 = record.putObject("s3");
        s3.put("s3SchemaVersion", "1.0").put("configurationId", notice.configuration());
        ObjectNode bucket = s3.putObject("bucket");
        bucket.put("name", version.bucket()).put("arn", "arn:aws:s3:::" + version.bucket());
        bucket.putObject("ownerIdentity").put("principalId", owner);
        ObjectNode object = s3.putObject("object");
        // S3 writes keys as a form does: a space is a plus.
        object.put("key", URLEncoder.encode(version.key().toString(), UTF_8));
        if (!version.deleteMarker()) {
            object.put("size", version.size().value()).put("eTag", version.etag());
        }
        if (!version.isNull()) {
            object.put("versionId", version.versionText());
        }
        // Of one key, what has the greater one (compared as text) came later.
        object.put("sequencer", "%016X".formatted(version.change()));
        ObjectNode message = JSON.createObjectNode();
        message.putArray("Records").add(record);
        return JSON.writeValueAsBytes(message);
    }
}
