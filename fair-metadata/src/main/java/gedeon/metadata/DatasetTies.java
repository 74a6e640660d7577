package gedeon.metadata;

import gedeon.metadata.catalogue.Rows;
import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.disposal.Ties;
import gedeon.storage.objects.Bucket;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue knows of versions: that they belong, or once belonged, to a dataset that is sealed or that something is tied to. What an agent says of
 * every acquisition (instrument, its own software, who measured) ties nothing; an experiment, a link that somebody made, and a dataset that points to it do.
 */
public final class DatasetTies implements Ties {
    private static final String DATASETS =
            "select f.key, f.version, f.dataset from unnest(?::bytea[], ?::text[]) as t (key, version) join catalogue.file f on f.key = t.key and "
                    + "coalesce(f.version, 'null') = t.version join catalogue.dataset d on d.id = f.dataset where d.bucket = ? and d.notebook = ? and d.state <> 'deleted'";
    private static final String STANDING =
            "select d.id, d.state = 'sealed' as sealed, exists (select 1 from catalogue.link l where l.dataset = d.id and not (l.origin = 'agent' and l.kind in "
                    + "('instrument', 'software', 'person'))) or exists (select 1 from catalogue.link l where l.kind = 'dataset' and l.target = d.id::text) as tied "
                    + "from catalogue.dataset d where d.id = any (?)";

    private record Part(ObjectKey key, @Nullable String version, UUID dataset) {}

    @Override
    public Map<VersionId, Tie> of(Connection transaction, Bucket bucket, List<StoredVersion> versions)
            throws SQLException {
        List<Part> parts = Sql.list(
                transaction,
                row -> new Part(ObjectKey.of(row.getBytes("key")), row.getString("version"), Rows.uuid(row, "dataset")),
                DATASETS,
                transaction.createArrayOf(
                        "bytea", versions.stream().map(one -> one.key().bytes()).toArray(byte[][]::new)),
                transaction.createArrayOf(
                        "text",
                        versions.stream().map(StoredVersion::versionText).toArray()),
                bucket.name(),
                bucket.notebook());
        if (parts.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Tie> standing = standing(
                transaction, parts.stream().map(Part::dataset).distinct().toArray());
        Map<String, Tie> named = new HashMap<>();
        for (Part part : parts) {
            Tie tie = standing.get(part.dataset());
            if (tie != null) {
                named.merge(name(part.key(), part.version()), tie, (a, b) -> a == Tie.SEALED ? a : b);
            }
        }
        Map<VersionId, Tie> ties = new HashMap<>();
        for (StoredVersion one : versions) {
            Tie tie = named.get(name(one.key(), one.isNull() ? null : one.versionText()));
            if (tie != null) {
                ties.put(one.version(), tie);
            }
        }
        return ties;
    }

    private static String name(ObjectKey key, @Nullable String version) {
        return (version == null ? "null" : version) + "/" + key;
    }

    /** Who links or seals holds the dataset's row: he waits for this transaction, or is seen by it. */
    private static Map<UUID, Tie> standing(Connection c, Object[] datasets) throws SQLException {
        Sql.list(
                c,
                row -> true,
                "select 1 from catalogue.dataset where id = any (?) order by id for share",
                c.createArrayOf("uuid", datasets));
        List<Map.Entry<UUID, Tie>> found = new ArrayList<>();
        Sql.list(
                c,
                row -> {
                    if (row.getBoolean("sealed") || row.getBoolean("tied")) {
                        found.add(Map.entry(Rows.uuid(row, "id"), row.getBoolean("sealed") ? Tie.SEALED : Tie.TIED));
                    }
                    return true;
                },
                STANDING,
                c.createArrayOf("uuid", datasets));
        Map<UUID, Tie> ties = new HashMap<>();
        found.forEach(one -> ties.put(one.getKey(), one.getValue()));
        return ties;
    }
}
