package gedeon.metadata.intake;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.metadata.Acquisitions;
import gedeon.metadata.Agents;
import gedeon.metadata.Instruments;
import gedeon.metadata.Manifest;
import gedeon.metadata.Source;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.ObjectKey;
import gedeon.storage.Objects;
import gedeon.storage.Objects.OpenUpload;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** By the index of acquisitions, a page at a time. */
public final class JdbcAcquisitions implements Acquisitions {
    private static final int OPEN = 1000;

    private static final String LIMIT = "order by d.source, d.name limit ?";
    private static final String SELECT =
            "select d.id, d.source, d.name, d.files, c.rule, c.confidence, c.provisional, c.receipt, c.received "
                    + "from catalogue.dataset d join catalogue.content c on c.dataset = d.id and c.number = d.content "
                    + "where d.instrument = ? and d.state <> 'deleted' ";

    private final Sql sql;
    private final Objects objects;
    private final Instruments instruments;

    public JdbcAcquisitions(Sql sql, Objects objects, Instruments instruments) {
        this.sql = sql;
        this.objects = objects;
        this.instruments = instruments;
    }

    @Override
    public List<Told> of(int instrument, @Nullable UUID after, int most) {
        List<Told> page = page(instrument, after, most);
        Map<UUID, List<Manifest.File>> files = fewFiles(page);
        return page.stream()
                .map(one -> new Told(
                        one.dataset(),
                        one.source(),
                        one.name(),
                        one.verdict(),
                        one.receipt(),
                        one.received(),
                        one.count(),
                        files.getOrDefault(one.dataset(), List.of())))
                .toList();
    }

    private List<Told> page(int instrument, @Nullable UUID after, int most) {
        if (after == null) {
            return sql.list(JdbcAcquisitions::told, SELECT + LIMIT, instrument, most);
        }
        return sql.one(
                        row -> List.of(row.getString("source"), row.getString("name")),
                        "select source, name from catalogue.dataset where id = ? and instrument = ?",
                        after,
                        instrument)
                .map(last -> sql.list(
                        JdbcAcquisitions::told,
                        SELECT + "and (d.source, d.name) > (?, ?) " + LIMIT,
                        instrument,
                        last.get(0),
                        last.get(1),
                        most))
                .orElseThrow(() -> new IllegalArgumentException("after is no cursor of this list: " + after));
    }

    private static Told told(ResultSet row) throws SQLException {
        String rule = row.getString("rule");
        return new Told(
                Rows.uuid(row, "id"),
                row.getString("source"),
                row.getString("name"),
                rule == null
                        ? Optional.empty()
                        : Optional.of(
                                new Manifest.Verdict(rule, row.getDouble("confidence"), row.getBoolean("provisional"))),
                row.getString("receipt"),
                Rows.instant(row, "received"),
                row.getLong("files"),
                List.of());
    }

    private Map<UUID, List<Manifest.File>> fewFiles(List<Told> page) {
        UUID[] few = page.stream()
                .filter(one -> one.count() <= FEW)
                .map(Told::dataset)
                .toArray(UUID[]::new);
        Map<UUID, List<Manifest.File>> found = new HashMap<>();
        sql.list(
                row -> found.computeIfAbsent(Rows.uuid(row, "dataset"), absent -> new ArrayList<>())
                        .add(file(row)),
                "select f.dataset, f.path, f.key, f.version, f.size, f.sha256, f.modified from unnest(?) as asked (id) "
                        + "join catalogue.dataset d on d.id = asked.id "
                        + "join catalogue.file f on f.dataset = d.id and f.number = d.content where f.sha256 is not null and f.modified is not null",
                (Object) few);
        return found;
    }

    @Override
    public List<Manifest.File> files(int instrument, UUID dataset, @Nullable String after, int most) {
        return sql.list(
                JdbcAcquisitions::file,
                "select f.path, f.key, f.version, f.size, f.sha256, f.modified from catalogue.dataset d "
                        + "join catalogue.file f on f.dataset = d.id and f.number = d.content "
                        + "where d.id = ? and d.instrument = ? and d.state <> 'deleted' and f.path > ? and f.sha256 is not null and f.modified is not null "
                        + "order by f.path limit ?",
                dataset,
                instrument,
                after == null ? "" : after,
                most);
    }

    private static Manifest.File file(ResultSet row) throws SQLException {
        return new Manifest.File(
                row.getString("path"),
                ObjectKey.of(row.getBytes("key")).toString(),
                row.getString("version"),
                new ByteCount(row.getLong("size")),
                Digest.of(DigestAlgorithm.SHA256, row.getBytes("sha256")),
                Rows.instant(row, "modified"));
    }

    @Override
    public List<OpenUpload> open(Agents.Agent agent) {
        Set<String> prefixes = new LinkedHashSet<>();
        for (Source source : instruments.sources(agent.instrument().id())) {
            prefixes.add(source.prefix());
        }
        List<OpenUpload> open = new ArrayList<>();
        for (String prefix : prefixes) {
            // One prefix may lie in another: what both name is told once.
            for (OpenUpload upload : objects.openUploads(agent.bucket(), prefix, OPEN)) {
                if (open.stream().noneMatch(known -> known.id().equals(upload.id()))) {
                    open.add(upload);
                }
            }
        }
        return open;
    }
}
