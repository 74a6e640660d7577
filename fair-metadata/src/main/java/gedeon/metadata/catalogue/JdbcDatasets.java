package gedeon.metadata.catalogue;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.metadata.Dataset;
import gedeon.metadata.Datasets;
import gedeon.storage.ObjectKey;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Datasets in PostgreSQL: what is read here; how they come to be is {@link DatasetRows}'s. */
public final class JdbcDatasets implements Datasets {
    private static final int MOST_GONE = 100;

    private static final String COLUMNS =
            "id, notebook, name, kind, state, bucket, content, bytes, files, type, created, revision, "
                    + "extraction, extraction_reader, extraction_version, extraction_reason";
    private static final UUID LAST = new UUID(-1, -1);
    private static final Set<String> AGENTS = Set.of("person", "organisation");

    private final Sql sql;
    private final Links links;
    private final SealedDatasets sealed;

    public JdbcDatasets(Sql sql, Links links, SealedDatasets sealed) {
        this.sealed = sealed;
        this.sql = sql;
        this.links = links;
    }

    @Override
    public Optional<Dataset> find(UUID id) {
        return findWithPersonal(id).map(Dataset::masked);
    }

    @Override
    public Optional<Dataset> findWithPersonal(UUID id) {
        // One after the other: a reader of rows that asks for a second connection holds the first.
        return sql.one(
                        row -> dataset(row, List.of(), List.of()),
                        "select " + COLUMNS + " from catalogue.dataset where id = ? and state <> 'deleted'",
                        id)
                .map(found -> found.with(links.of(id), fields(id)));
    }

    private List<Dataset.Field> fields(UUID id) {
        return sql.list(
                row -> new Dataset.Field(
                        row.getString("name"),
                        row.getString("raw"),
                        row.getString("value"),
                        row.getString("unit"),
                        row.getObject("si_value", Double.class),
                        row.getString("source"),
                        row.getDouble("confidence")),
                "select name, raw, value, unit, si_value, source, confidence from catalogue.field where dataset = ? order by pos",
                id);
    }

    @Override
    public List<Dataset> page(Set<Integer> notebooks, @Nullable UUID after, int limit) {
        return sql.inTransaction(c -> Sql.list(
                c,
                row -> dataset(row, List.of(), List.of()),
                "select " + COLUMNS
                        + " from catalogue.dataset where notebook = any (?) and id < ? and state <> 'deleted' order by id desc limit ?",
                c.createArrayOf("int", notebooks.toArray()),
                after == null ? LAST : after,
                limit));
    }

    @Override
    public List<Dataset.File> files(UUID id, @Nullable String after, int limit) {
        return sql.list(
                row -> new Dataset.File(
                        row.getString("path"),
                        ObjectKey.of(row.getBytes("key")).toString(),
                        row.getString("version"),
                        new ByteCount(row.getLong("size")),
                        digest(row.getBytes("sha256")),
                        Rows.instantOrNull(row, "modified"),
                        Rows.instantOrNull(row, "verified")),
                "select f.path, f.key, f.version, f.size, f.sha256, f.modified, f.verified from catalogue.file f "
                        + "join catalogue.dataset d on d.id = f.dataset and d.content = f.number "
                        + "where f.dataset = ? and f.path > ? order by f.path limit ?",
                id,
                after == null ? "" : after,
                limit);
    }

    @Override
    public Optional<Gone> gone(UUID id) {
        return sql.one(
                        row -> new Gone(
                                row.getInt("notebook"), row.getString("name"), row.getString("bucket"), List.of()),
                        "select notebook, name, bucket from catalogue.dataset where id = ? and state = 'deleted'",
                        id)
                .map(one -> new Gone(one.notebook(), one.name(), one.bucket(), files(id, null, MOST_GONE)));
    }

    private static @Nullable Digest digest(byte @Nullable [] bytes) {
        return bytes == null ? null : Digest.of(DigestAlgorithm.SHA256, bytes);
    }

    @Override
    public Dataset link(UUID id, NewLink link, @Nullable Long revision) {
        links.add(id, link, revision);
        return find(id).orElseThrow(() -> new IllegalArgumentException("no dataset " + id));
    }

    @Override
    public Dataset seal(UUID id, @Nullable Long revision) {
        sealed.seal(id, revision);
        return find(id).orElseThrow(() -> new IllegalArgumentException("no dataset " + id));
    }

    @Override
    public List<Dataset.Activity> provenance(UUID id) {
        Optional<Dataset> found = find(id);
        if (found.isEmpty()) {
            return List.of();
        }
        Dataset dataset = found.get();
        List<Dataset.Ref> used = new ArrayList<>();
        List<Dataset.Ref> by = new ArrayList<>();
        for (Dataset.Link link : dataset.links()) {
            (AGENTS.contains(link.kind()) ? by : used).add(new Dataset.Ref(link.kind(), link.name(), link.target()));
        }
        List<Dataset.Ref> generated = List.of(new Dataset.Ref("dataset", dataset.name(), id.toString()));
        return sql.list(
                row -> new Dataset.Activity(
                        Rows.uuid(row, "id"),
                        row.getString("type"),
                        Rows.instantOrNull(row, "started"),
                        Rows.instantOrNull(row, "ended"),
                        List.copyOf(used),
                        generated,
                        List.copyOf(by)),
                "select id, type, started, ended from catalogue.activity where dataset = ? order by number desc limit 100",
                id);
    }

    @Override
    public Map<String, UUID> ofObjects(int notebook, String bucket, Collection<String> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<String, UUID> found = new HashMap<>();
        sql.inTransaction(c -> Sql.list(
                c,
                row -> found.put(ObjectKey.of(row.getBytes("key")).toString(), Rows.uuid(row, "dataset")),
                "select f.key, f.dataset from catalogue.file f join catalogue.dataset d "
                        + "on d.id = f.dataset and d.content = f.number "
                        + "where f.key = any (?) and d.bucket = ? and d.notebook = ? and d.state <> 'deleted'",
                c.createArrayOf(
                        "bytea",
                        keys.stream().map(key -> ObjectKey.of(key).bytes()).toArray(byte[][]::new)),
                bucket,
                notebook));
        return found;
    }

    @Override
    public Map<String, Long> readings(int notebook) {
        Map<String, Long> counts = new HashMap<>();
        sql.list(
                row -> counts.put(row.getString(1), row.getLong(2)),
                "select extraction, count(*) from catalogue.dataset where notebook = ? and state <> 'deleted' group by extraction",
                notebook);
        return counts;
    }

    private static Dataset dataset(ResultSet row, List<Dataset.Link> links, List<Dataset.Field> fields)
            throws SQLException {
        return new Dataset(
                Rows.uuid(row, "id"),
                row.getInt("notebook"),
                row.getString("name"),
                row.getString("kind"),
                row.getString("state"),
                row.getString("bucket"),
                row.getInt("content"),
                new ByteCount(row.getLong("bytes")),
                row.getLong("files"),
                row.getString("type"),
                Rows.instant(row, "created"),
                row.getLong("revision"),
                new Dataset.Reading(
                        row.getString("extraction"),
                        row.getString("extraction_reader"),
                        row.getString("extraction_version"),
                        row.getString("extraction_reason")),
                links,
                fields);
    }
}
