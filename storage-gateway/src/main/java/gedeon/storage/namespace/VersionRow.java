package gedeon.storage.namespace;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.Attributes;
import gedeon.storage.Encryption;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Between rows, JSON and {@link StoredVersion}. */
public final class VersionRow {
    public static final String COLUMNS =
            "b.notebook, v.bucket_id, b.name, v.key, v.seq, v.nonce, v.is_null, v.kind::text as kind, v.size, v.etag, v.sha256, "
                    + "v.checksums::text as checksums, v.composite, v.created, v.meta::text as meta, v.tags::text as tags, v.lock_mode, v.retain_until, v.legal_hold, "
                    + "v.acl, v.owner, v.encryption, v.change, v.storage_class";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private VersionRow() {}

    public static StoredVersion read(ResultSet row) throws SQLException {
        return read(row, "");
    }

    /** @param prefix what stands before each column's name */
    public static StoredVersion read(ResultSet row, String prefix) throws SQLException {
        JsonNode meta = JSON.readTree(row.getString(prefix + "meta"));
        byte[] sha256 = row.getBytes(prefix + "sha256");
        return new StoredVersion(
                row.getInt(prefix + "notebook"),
                row.getInt(prefix + "bucket_id"),
                row.getString(prefix + "name"),
                ObjectKey.of(row.getBytes(prefix + "key")),
                new VersionId(row.getLong(prefix + "seq"), row.getLong(prefix + "nonce")),
                row.getBoolean(prefix + "is_null"),
                "m".equals(row.getString(prefix + "kind")),
                new ByteCount(row.getLong(prefix + "size")),
                row.getString(prefix + "etag"),
                sha256 == null ? null : Digest.sha256(sha256),
                digests(row.getString(prefix + "checksums")),
                row.getString(prefix + "composite"),
                row.getObject(prefix + "created", OffsetDateTime.class).toInstant(),
                new Attributes(
                        texts(meta.get("headers")),
                        texts(meta.get("user")),
                        texts(row.getString(prefix + "tags")),
                        lock(row, prefix),
                        row.getString(prefix + "acl"),
                        row.getObject(prefix + "owner", Integer.class),
                        encryption(row.getString(prefix + "encryption"))),
                row.getLong(prefix + "change"),
                row.getString(prefix + "storage_class"));
    }

    private static @Nullable Encryption encryption(@Nullable String text) {
        return text == null ? null : Encryption.parse(text);
    }

    private static ObjectLock lock(ResultSet row, String prefix) throws SQLException {
        String mode = row.getString(prefix + "lock_mode");
        OffsetDateTime until = row.getObject(prefix + "retain_until", OffsetDateTime.class);
        return new ObjectLock(
                mode == null ? null : ObjectLock.Mode.valueOf(mode),
                until == null ? null : until.toInstant(),
                row.getBoolean(prefix + "legal_hold"));
    }

    /** Headers and user metadata, which never change. */
    static String meta(Attributes attributes) {
        ObjectNode meta = JSON.createObjectNode();
        meta.set("headers", JSON.valueToTree(attributes.headers()));
        meta.set("user", JSON.valueToTree(attributes.userMetadata()));
        return JSON.writeValueAsString(meta);
    }

    public static Map<String, String> tagsOf(String json) {
        return texts(json);
    }

    static String tags(Attributes attributes) {
        return JSON.writeValueAsString(attributes.tags());
    }

    /** All attributes, for what has no columns of its own: uploads and events. */
    static String attributes(Attributes attributes) {
        return JSON.writeValueAsString(addAttributes(JSON.createObjectNode(), attributes));
    }

    /** Adds what {@link #attributes(String)} reads. */
    public static ObjectNode addAttributes(ObjectNode all, Attributes attributes) {
        all.set("headers", JSON.valueToTree(attributes.headers()));
        all.set("user", JSON.valueToTree(attributes.userMetadata()));
        all.set("tags", JSON.valueToTree(attributes.tags()));
        ObjectLock lock = attributes.lock();
        if (lock.mode() != null && lock.retainUntil() != null) {
            all.put("lockMode", lock.mode().name())
                    .put("retainUntil", lock.retainUntil().toString());
        }
        all.put("legalHold", lock.legalHold());
        if (attributes.acl() != null) {
            all.put("acl", attributes.acl());
        }
        if (attributes.owner() != null) {
            all.put("owner", attributes.owner());
        }
        Encryption encryption = attributes.encryption();
        if (encryption != null) {
            all.put("encryption", encryption.text());
        }
        return all;
    }

    public static Attributes attributes(String text) {
        JsonNode all = JSON.readTree(text);
        JsonNode mode = all.get("lockMode");
        JsonNode until = all.get("retainUntil");
        JsonNode acl = all.get("acl");
        JsonNode owner = all.get("owner");
        JsonNode hold = all.get("legalHold");
        JsonNode encryption = all.get("encryption");
        return new Attributes(
                texts(all.get("headers")),
                texts(all.get("user")),
                texts(all.get("tags")),
                new ObjectLock(
                        mode == null ? null : ObjectLock.Mode.valueOf(mode.asString()),
                        until == null ? null : Instant.parse(until.asString()),
                        hold != null && hold.asBoolean()),
                acl == null ? null : acl.asString(),
                owner == null ? null : owner.asInt(),
                encryption(encryption == null ? null : encryption.asString()));
    }

    private static Map<String, String> texts(String json) {
        return json.equals("{}") ? Map.of() : texts(JSON.readTree(json));
    }

    private static Map<String, String> texts(@Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isEmpty()) {
            return Map.of();
        }
        Map<String, String> all = new LinkedHashMap<>();
        node.properties().forEach(one -> all.put(one.getKey(), one.getValue().asString()));
        return all;
    }

    public static String checksums(List<Digest> digests) {
        ObjectNode all = JSON.createObjectNode();
        for (Digest digest : digests) {
            all.put(digest.algorithm().name(), digest.hex());
        }
        return JSON.writeValueAsString(all);
    }

    public static List<Digest> digests(String checksums) {
        List<Digest> all = new ArrayList<>();
        for (Map.Entry<String, String> one : texts(checksums).entrySet()) {
            all.add(new Digest(DigestAlgorithm.valueOf(one.getKey()), one.getValue()));
        }
        return all;
    }

    /** The event body of the outbox: the whole state of one version. */
    public static String event(StoredVersion v) {
        ObjectNode body = JSON.createObjectNode();
        body.put("notebook", v.notebook()).put("bucketId", v.bucketId()).put("bucket", v.bucket());
        body.put("key", Base64.getEncoder().encodeToString(v.key().bytes()));
        body.put("seq", v.version().seq())
                .put("nonce", v.version().nonce())
                .put("null", v.isNull())
                .put("marker", v.deleteMarker());
        body.put("size", v.size().value())
                .put("etag", v.etag())
                .put("created", v.created().toString())
                .put("change", v.change())
                .put("storageClass", v.storageClass());
        Digest sha256 = v.sha256();
        if (sha256 != null) {
            body.put("sha256", sha256.hex());
        }
        if (v.composite() != null) {
            body.put("composite", v.composite());
        }
        body.put("checksums", checksums(v.checksums())).put("meta", attributes(v.attributes()));
        return JSON.writeValueAsString(body);
    }

    public static StoredVersion fromEvent(String text) {
        JsonNode body = JSON.readTree(text);
        String meta = body.get("meta").asString();
        JsonNode sha256 = body.get("sha256");
        JsonNode composite = body.get("composite");
        return new StoredVersion(
                body.get("notebook").asInt(),
                body.get("bucketId").asInt(),
                body.get("bucket").asString(),
                ObjectKey.of(Base64.getDecoder().decode(body.get("key").asString())),
                new VersionId(body.get("seq").asLong(), body.get("nonce").asLong()),
                body.get("null").asBoolean(),
                body.get("marker").asBoolean(),
                new ByteCount(body.get("size").asLong()),
                body.get("etag").asString(),
                sha256 == null ? null : new Digest(DigestAlgorithm.SHA256, sha256.asString()),
                digests(body.get("checksums").asString()),
                composite == null ? null : composite.asString(),
                Instant.parse(body.get("created").asString()),
                attributes(meta),
                body.get("change").asLong(),
                body.path("storageClass").asString(StoredVersion.STANDARD));
    }

    /** Copies with names in lower case, in the order given. */
    public static Map<String, String> lower(Map<String, String> names) {
        Map<String, String> copy = new LinkedHashMap<>();
        names.forEach((name, value) -> copy.put(name.toLowerCase(java.util.Locale.ROOT), value));
        return copy;
    }
}
