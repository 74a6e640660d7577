package gedeon.metadata.intake;

import gedeon.kernel.ByteCount;
import gedeon.metadata.Arrivals;
import gedeon.metadata.Intake;
import gedeon.metadata.Manifest;
import gedeon.metadata.catalogue.Rows;
import gedeon.metadata.proof.Receipts;
import gedeon.storage.ObjectKey;
import gedeon.storage.Objects;
import gedeon.storage.StoredVersion;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the tables tell of how datasets came. */
public final class JdbcArrivals implements Arrivals {
    private final Sql sql;
    private final Objects objects;
    private final Receipts receipts;

    public JdbcArrivals(Sql sql, Objects objects, Receipts receipts) {
        this.objects = objects;
        this.sql = sql;
        this.receipts = receipts;
    }

    @Override
    public List<Row> rows(List<UUID> ids) {
        Map<UUID, Row> found = sql
                .list(
                        JdbcArrivals::row,
                        "select d.id, d.notebook, d.name, d.kind, d.state, d.bytes, d.files, d.extraction, "
                                + "coalesce(c.started, c.finished, d.created) as acquired, c.receipt is not null as told, "
                                + "coalesce(i.name, (select l.name from catalogue.link l where l.dataset = d.id and l.kind = 'instrument' order by l.created limit 1)) as instrument, "
                                + "(select l.name from catalogue.link l where l.dataset = d.id and l.kind = 'experiment' order by l.created limit 1) as experiment, "
                                + "array(select distinct l.kind from catalogue.link l where l.dataset = d.id) as ties "
                                + "from catalogue.dataset d left join catalogue.content c on c.dataset = d.id and c.number = d.content "
                                + "left join catalogue.instrument i on i.id = d.instrument where d.id = any (?) and d.state <> 'deleted'",
                        (Object) ids.toArray(UUID[]::new))
                .stream()
                .collect(Collectors.toMap(Row::id, Function.identity()));
        return ids.stream().filter(found::containsKey).map(id -> found.get(id)).toList();
    }

    private static Row row(ResultSet row) throws SQLException {
        String instrument = row.getString("instrument");
        SortedSet<String> ties =
                new TreeSet<>(List.of((String[]) row.getArray("ties").getArray()));
        if (instrument != null) {
            ties.add("instrument");
        }
        return new Row(
                Rows.uuid(row, "id"),
                row.getInt("notebook"),
                row.getString("name"),
                row.getString("kind"),
                row.getString("state"),
                new ByteCount(row.getLong("bytes")),
                row.getLong("files"),
                Rows.instant(row, "acquired"),
                row.getString("extraction"),
                row.getBoolean("told"),
                instrument,
                row.getString("experiment"),
                ties);
    }

    @Override
    public Optional<Arrival> of(UUID dataset) {
        return sql.one(
                row -> new Arrival(
                        row.getInt("number"),
                        verdict(row),
                        Rows.instantOrNull(row, "started"),
                        Rows.instantOrNull(row, "finished"),
                        Rows.instant(row, "received"),
                        receipt(row.getString("receipt")),
                        state(row.getString("receipt"), row.getString("proving")),
                        Rows.instantOrNull(row, "freed")),
                "select c.number, c.rule, c.confidence, c.provisional, c.started, c.finished, c.received, c.receipt, c.proving, c.freed "
                        + "from catalogue.content c join catalogue.dataset d on d.id = c.dataset and d.content = c.number "
                        + "where d.id = ? and d.state <> 'deleted'",
                dataset);
    }

    private static Manifest.@Nullable Verdict verdict(ResultSet row) throws SQLException {
        String rule = row.getString("rule");
        return rule == null
                ? null
                : new Manifest.Verdict(rule, row.getDouble("confidence"), row.getBoolean("provisional"));
    }

    private static Intake.@Nullable State state(@Nullable String receipt, @Nullable String proving) {
        if (receipt != null) {
            return Intake.State.RECEIVED;
        }
        return proving == null ? null : proving.equals("broken") ? Intake.State.BROKEN : Intake.State.VERIFYING;
    }

    private @Nullable Receipt receipt(@Nullable String statement) {
        return statement == null ? null : new Receipt(statement, receipts.verifies(statement));
    }

    @Override
    public Counts counts(int notebook) {
        return new Counts(
                count("notebook = ? and state <> 'deleted'", notebook),
                count("notebook = ? and state <> 'deleted' and extraction in ('waiting', 'running')", notebook));
    }

    private long count(String which, int notebook) {
        return sql.one(
                        row -> row.getLong(1),
                        "select count(*) from (select 1 from catalogue.dataset where " + which + " limit ?) counted",
                        notebook,
                        Counts.MOST)
                .orElse(0L);
    }

    @Override
    public Optional<StoredVersion> stored(UUID dataset, String path) {
        return sql.one(
                        row -> new Lying(
                                row.getInt("notebook"),
                                row.getString("bucket"),
                                ObjectKey.of(row.getBytes("key")),
                                row.getString("version")),
                        "select d.notebook, d.bucket, f.key, f.version from catalogue.file f "
                                + "join catalogue.dataset d on d.id = f.dataset and d.content = f.number "
                                + "where f.dataset = ? and f.path = ? and d.state <> 'deleted'",
                        dataset,
                        path)
                .flatMap(at -> StoredFiles.find(objects, at.notebook(), at.bucket(), at.key(), at.version()));
    }

    private record Lying(
            int notebook,
            String bucket,
            ObjectKey key,
            @Nullable String version) {}

    /** Ids are made in the order of time, so the newest of a notebook is the first of its index. */
    @Override
    public Map<Integer, Instant> latest(Set<Integer> notebooks) {
        Map<Integer, Instant> latest = new HashMap<>();
        sql.inTransaction(c -> Sql.list(
                c,
                row -> latest.put(row.getInt("notebook"), Rows.instant(row, "created")),
                "select n.notebook, d.created from unnest(?) as n (notebook) cross join lateral (select created from catalogue.dataset "
                        + "where notebook = n.notebook and state <> 'deleted' order by id desc limit 1) d",
                c.createArrayOf("int", notebooks.toArray())));
        return latest;
    }
}
