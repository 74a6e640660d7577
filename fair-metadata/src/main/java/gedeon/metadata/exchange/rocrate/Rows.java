package gedeon.metadata.exchange.rocrate;

import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a crate reads of the catalogue, a batch of datasets or a window of files at a time. The connection is in a transaction that sees one moment. */
final class Rows {
    private static final int WINDOW = 1000;

    private final Connection connection;
    private final int notebook;

    Rows(Connection connection, int notebook) {
        this.connection = connection;
        this.notebook = notebook;
    }

    record Totals(long datasets, long files, long bytes) {}

    record DatasetRow(
            UUID id,
            String name,
            String kind,
            String state,
            String bucket,
            int content,
            long bytes,
            long files,
            @Nullable String type,
            OffsetDateTime created,
            @Nullable Integer instrument) {}

    record FileRow(
            String path,
            byte[] key,
            long size,
            byte @Nullable [] sha256,
            @Nullable OffsetDateTime modified) {}

    /** @param low hexadecimal, like {@code high}: the first and the last key in order of bytes */
    record Keys(UUID dataset, String low, String high) {}

    record LinkRow(UUID dataset, String kind, String target, String name) {}

    record FieldRow(
            UUID dataset,
            int pos,
            String name,
            String value,
            @Nullable String unit,
            @Nullable Double si) {}

    record ActivityRow(
            UUID dataset,
            UUID id,
            String type,
            @Nullable OffsetDateTime started,
            @Nullable OffsetDateTime ended) {}

    record ThingRow(
            String kind,
            String id,
            String name,
            String version,
            @Nullable String title,
            @Nullable String url,
            @Nullable String identifier,
            @Nullable String maker,
            @Nullable String serial) {}

    /** A row of a window; may throw what the output throws. */
    @FunctionalInterface
    interface Each<T> {
        void take(T row) throws IOException;
    }

    Totals totals() throws SQLException {
        return Sql.list(
                        connection,
                        row -> new Totals(row.getLong(1), row.getLong(2), row.getLong(3)),
                        "select count(*), coalesce(sum(files), 0), coalesce(sum(bytes), 0) from catalogue.dataset"
                                + " where notebook = ? and state <> 'deleted'",
                        notebook)
                .getFirst();
    }

    /** In order of id after {@code after}. */
    List<DatasetRow> datasets(@Nullable UUID after, int limit) throws SQLException {
        return Sql.list(
                connection,
                row -> new DatasetRow(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getString("kind"),
                        row.getString("state"),
                        row.getString("bucket"),
                        row.getInt("content"),
                        row.getLong("bytes"),
                        row.getLong("files"),
                        row.getString("type"),
                        row.getObject("created", OffsetDateTime.class),
                        row.getObject("instrument", Integer.class)),
                "select id, name, kind, state, bucket, content, bytes, files, type, created, instrument"
                        + " from catalogue.dataset where notebook = ? and state <> 'deleted' and id > ? order by id limit ?",
                notebook,
                after == null ? new UUID(0, 0) : after,
                limit);
    }

    /** The only file of each dataset that has one. */
    Map<UUID, FileRow> singles(UUID[] datasets) throws SQLException {
        Map<UUID, FileRow> singles = new HashMap<>();
        Sql.list(
                connection,
                row -> singles.put(row.getObject("dataset", UUID.class), file(row)) == null,
                "select f.dataset, f.path, f.key, f.size, f.sha256, f.modified from catalogue.dataset d join catalogue.file f"
                        + " on f.dataset = d.id and f.number = d.content where d.id = any (?) and d.files = 1",
                (Object) datasets);
        return singles;
    }

    Map<UUID, Keys> keys(UUID[] datasets) throws SQLException {
        return Sql.list(
                        connection,
                        row -> new Keys(row.getObject(1, UUID.class), row.getString(2), row.getString(3)),
                        "select f.dataset, min(encode(f.key, 'hex') collate \"C\"), max(encode(f.key, 'hex') collate \"C\")"
                                + " from catalogue.dataset d join catalogue.file f on f.dataset = d.id and f.number = d.content"
                                + " where d.id = any (?) and d.files > 1 group by f.dataset",
                        (Object) datasets)
                .stream()
                .collect(Collectors.toMap(Keys::dataset, keys -> keys));
    }

    /** Keys of files that are listed and stand in several datasets, with whether they stand in several buckets. */
    Map<String, Boolean> shared(long mostFiles) throws SQLException {
        Map<String, Boolean> shared = new HashMap<>();
        Sql.list(
                connection,
                row -> shared.put(row.getString(1), row.getBoolean(2)) == null,
                "select encode(f.key, 'hex'), min(d.bucket) <> max(d.bucket) from catalogue.dataset d join catalogue.file f"
                        + " on f.dataset = d.id and f.number = d.content where d.notebook = ? and d.state <> 'deleted'"
                        + " and d.files <= ? group by f.key having count(*) > 1",
                notebook,
                mostFiles);
        return shared;
    }

    /** All files of a content in order of path, through a window. */
    void files(DatasetRow dataset, Each<FileRow> each) throws SQLException, IOException {
        try (PreparedStatement select = connection.prepareStatement(
                "select path, key, size, sha256, modified from catalogue.file where dataset = ? and number = ? order by path")) {
            select.setFetchSize(WINDOW);
            select.setObject(1, dataset.id());
            select.setInt(2, dataset.content());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    each.take(file(rows));
                }
            }
        }
    }

    Map<UUID, List<LinkRow>> links(UUID[] datasets) throws SQLException {
        return Sql.list(
                        connection,
                        row -> new LinkRow(
                                row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4)),
                        "select dataset, kind, target, max(name) from catalogue.link where dataset = any (?)"
                                + " group by dataset, kind, target order by kind, target",
                        (Object) datasets)
                .stream()
                .collect(Collectors.groupingBy(LinkRow::dataset));
    }

    Map<UUID, List<FieldRow>> fields(UUID[] datasets) throws SQLException {
        return Sql.list(
                        connection,
                        row -> new FieldRow(
                                row.getObject(1, UUID.class),
                                row.getInt(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getObject(6, Double.class)),
                        "select dataset, pos, name, value, unit, si_value from catalogue.field where dataset = any (?)"
                                + " order by dataset, pos",
                        (Object) datasets)
                .stream()
                .collect(Collectors.groupingBy(FieldRow::dataset));
    }

    Map<UUID, List<ActivityRow>> activities(UUID[] datasets) throws SQLException {
        return Sql.list(
                        connection,
                        row -> new ActivityRow(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getString(3),
                                row.getObject(4, OffsetDateTime.class),
                                row.getObject(5, OffsetDateTime.class)),
                        "select dataset, id, type, started, ended from catalogue.activity where dataset = any (?)"
                                + " order by dataset, number",
                        (Object) datasets)
                .stream()
                .collect(Collectors.groupingBy(ActivityRow::dataset));
    }

    /** Datasets that others of the notebook were made from. */
    List<LinkRow> sources() throws SQLException {
        return Sql.list(
                connection,
                row -> new LinkRow(new UUID(0, 0), "dataset", row.getString(1), row.getString(2)),
                "select l.target, max(l.name) from catalogue.link l join catalogue.dataset d on d.id = l.dataset"
                        + " where d.notebook = ? and d.state <> 'deleted' and l.kind = 'dataset' group by l.target",
                notebook);
    }

    /** Everything that the notebook's datasets are tied to, datasets left out. */
    List<ThingRow> things() throws SQLException {
        return Sql.list(
                connection,
                row -> new ThingRow(
                        row.getString("kind"),
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("version"),
                        row.getString("title"),
                        row.getString("url"),
                        row.getString("identifier"),
                        row.getString("maker"),
                        row.getString("serial")),
                "with tied as (select distinct l.kind, l.target from catalogue.link l join catalogue.dataset d on d.id = l.dataset"
                        + " where d.notebook = ? and d.state <> 'deleted' union select distinct 'instrument', d.instrument::text"
                        + " from catalogue.dataset d where d.notebook = ? and d.state <> 'deleted' and d.instrument is not null)"
                        + " select t.kind, t.id::text, t.name, t.version, t.title, t.url, t.identifier, null as maker, null as serial"
                        + " from tied join catalogue.thing t on t.kind = tied.kind and t.id::text = tied.target"
                        + " union all select 'instrument', i.id::text, i.name, '', i.model, null, i.pid, i.manufacturer, i.serial"
                        + " from tied join catalogue.instrument i on tied.kind = 'instrument' and i.id::text = tied.target"
                        + " order by 1, 2",
                notebook,
                notebook);
    }

    private static FileRow file(ResultSet row) throws SQLException {
        return new FileRow(
                row.getString("path"),
                row.getBytes("key"),
                row.getLong("size"),
                row.getBytes("sha256"),
                row.getObject("modified", OffsetDateTime.class));
    }
}
