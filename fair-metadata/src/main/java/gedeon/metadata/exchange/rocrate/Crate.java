package gedeon.metadata.exchange.rocrate;

import gedeon.metadata.exchange.rocrate.Rows.ActivityRow;
import gedeon.metadata.exchange.rocrate.Rows.DatasetRow;
import gedeon.metadata.exchange.rocrate.Rows.FieldRow;
import gedeon.metadata.exchange.rocrate.Rows.FileRow;
import gedeon.metadata.exchange.rocrate.Rows.LinkRow;
import gedeon.metadata.exchange.rocrate.Rows.ThingRow;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One crate while it is written. The datasets are walked twice, in the same order: once for the root's {@code hasPart}, once for what they are, so that nothing but what several
 * datasets share is kept in memory.
 */
final class Crate {
    static final long MOST_FILES = 100_000;

    private static final int BATCH = 200;

    private final Rows rows;
    private final Entities out;
    private final long mostFiles;
    private final Map<String, Boolean> shared;
    private final Set<String> sharedWritten = new HashSet<>();
    private final Map<String, String> sources = new HashMap<>();
    private final Map<String, String> things = new HashMap<>();

    Crate(Rows rows, Entities out, long mostFiles) throws SQLException {
        this.rows = rows;
        this.out = out;
        this.mostFiles = mostFiles;
        this.shared = rows.shared(mostFiles);
    }

    void write(String name, LocalDate today) throws SQLException, IOException {
        List<LinkRow> madeFrom = rows.sources();
        madeFrom.forEach(link -> sources.put(link.target(), ""));
        out.begin();
        root(name, today);
        for (ThingRow thing : rows.things()) {
            things.put(thing.kind() + "-" + thing.id(), Entities.idOf(thing.kind(), thing.id(), thing.identifier()));
            out.thing(thing);
        }
        for (LinkRow link : madeFrom) {
            if (sources.getOrDefault(link.target(), "").isEmpty()) {
                elsewhere(link);
            }
        }
        Folders folders = new Folders();
        batches(batch -> described(batch, folders));
        out.end();
    }

    private void root(String name, LocalDate today) throws SQLException, IOException {
        Rows.Totals totals = rows.totals();
        out.open("./", "Dataset");
        out.text("name", name);
        out.text(
                "description",
                "Notebook " + name + " as Gédéon holds it: " + totals.datasets() + " datasets, " + totals.files()
                        + " files, " + totals.bytes() + " bytes.");
        out.text("datePublished", today.toString());
        out.reference("license", Entities.NO_LICENCE);
        out.openReferences("hasPart");
        Folders folders = new Folders();
        batches(batch -> {
            for (DatasetRow dataset : batch.datasets) {
                String id = id(dataset, batch, folders);
                sources.computeIfPresent(dataset.id().toString(), (uuid, none) -> id);
                out.listed(id);
            }
        });
        out.closeReferences();
        out.close();
    }

    /** A dataset that others were made from and that this notebook does not hold. */
    private void elsewhere(LinkRow link) {
        String id = "#dataset-" + link.target();
        sources.put(link.target(), id);
        out.open(id, "CreativeWork");
        out.text("name", link.name());
        out.text("description", "A dataset outside this crate.");
        out.text("identifier", "urn:uuid:" + link.target());
        out.close();
    }

    private record Batch(
            List<DatasetRow> datasets, UUID[] ids, Map<UUID, FileRow> singles, Map<UUID, Rows.Keys> keys) {}

    @FunctionalInterface
    private interface EachBatch {
        void take(Batch batch) throws SQLException, IOException;
    }

    private void batches(EachBatch each) throws SQLException, IOException {
        List<DatasetRow> datasets = rows.datasets(null, BATCH);
        while (!datasets.isEmpty()) {
            UUID[] ids = datasets.stream().map(DatasetRow::id).toArray(UUID[]::new);
            each.take(new Batch(datasets, ids, rows.singles(ids), rows.keys(ids)));
            datasets = rows.datasets(datasets.getLast().id(), BATCH);
        }
    }

    /** Folders given so far, as hashes: two that meet by chance only cost one of them its folder. */
    private static final class Folders {
        private final Set<Long> given = new HashSet<>();

        boolean give(String folder) {
            long hash = 1125899906842597L;
            for (int i = 0; i < folder.length(); i++) {
                hash = 31 * hash + folder.charAt(i);
            }
            return given.add(hash);
        }
    }

    /** Null where it has several, and where other datasets have it too: then it is described by itself. */
    private @Nullable FileRow only(DatasetRow dataset, Batch batch) {
        FileRow only = batch.singles.get(dataset.id());
        return only == null || isShared(only.key()) ? null : only;
    }

    /** The file where there is one; the folder that holds all files and is no other dataset's; else a name that is no place. */
    private String id(DatasetRow dataset, Batch batch, Folders folders) {
        FileRow only = only(dataset, batch);
        if (only != null) {
            return file(dataset, only.key());
        }
        Rows.Keys keys = batch.keys.get(dataset.id());
        if (keys != null) {
            String folder = CratePath.folder(Hex.bytes(keys.low()), Hex.bytes(keys.high()));
            if (!folder.isEmpty() && folders.give(folder)) {
                return folder;
            }
        }
        return "#dataset-" + dataset.id();
    }

    private boolean isShared(byte[] key) {
        return !shared.isEmpty() && shared.containsKey(Hex.text(key));
    }

    /** The same key in two buckets is two files: both carry their bucket's name. */
    private String file(DatasetRow dataset, byte[] key) {
        String path = CratePath.file(key);
        boolean ambiguous = !shared.isEmpty() && shared.getOrDefault(Hex.text(key), false);
        return ambiguous || path.equals(Entities.DESCRIPTOR) || path.equals("ro-crate-preview.html")
                ? dataset.bucket() + "/" + path
                : path;
    }

    private void described(Batch batch, Folders folders) throws SQLException, IOException {
        Map<UUID, List<LinkRow>> links = rows.links(batch.ids);
        Map<UUID, List<FieldRow>> fields = rows.fields(batch.ids);
        Map<UUID, List<ActivityRow>> activities = rows.activities(batch.ids);
        for (DatasetRow dataset : batch.datasets) {
            Ties ties = new Ties(dataset, links.getOrDefault(dataset.id(), List.of()));
            List<FieldRow> said = fields.getOrDefault(dataset.id(), List.of()).stream()
                    .filter(field -> !Terms.personal(field.name()))
                    .toList();
            String id = id(dataset, batch, folders);
            FileRow only = only(dataset, batch);
            dataset(dataset, id, only, ties, said);
            said.forEach(this::field);
            if (only == null && dataset.files() <= mostFiles) {
                rows.files(dataset, file -> oneOfMany(dataset, file));
            }
            for (ActivityRow activity : activities.getOrDefault(dataset.id(), List.of())) {
                activity(dataset, id, activity, ties);
            }
        }
    }

    private void dataset(DatasetRow dataset, String id, @Nullable FileRow only, Ties ties, List<FieldRow> fields)
            throws SQLException, IOException {
        out.open(id, only == null ? "Dataset" : "File");
        out.text("name", dataset.name());
        out.text("identifier", "urn:uuid:" + dataset.id());
        out.text("creativeWorkStatus", dataset.state());
        out.text("genre", dataset.kind());
        out.time("dateCreated", dataset.created());
        if (only != null) {
            out.text("encodingFormat", dataset.type());
            out.file(only);
        } else {
            parts(dataset);
        }
        out.references("author", ties.of("person"));
        out.references("about", ties.of("sample"));
        out.references("isBasedOn", ties.of("dataset"));
        out.references("mentions", ties.of("experiment", "protocol", "instrument", "software"));
        out.references("variableMeasured", fields.stream().map(Crate::idOf).toList());
        out.close();
    }

    private void parts(DatasetRow dataset) throws SQLException, IOException {
        out.text("encodingFormat", dataset.type());
        if (dataset.files() > mostFiles) {
            out.text(
                    "description",
                    dataset.files() + " files, " + dataset.bytes() + " bytes; too many to be listed one by one here.");
            return;
        }
        out.text("description", dataset.files() + " files, " + dataset.bytes() + " bytes.");
        out.openReferences("hasPart");
        rows.files(dataset, file -> out.listed(file(dataset, file.key())));
        out.closeReferences();
    }

    private void oneOfMany(DatasetRow dataset, FileRow file) {
        String id = file(dataset, file.key());
        if (isShared(file.key()) && !sharedWritten.add(id)) {
            return;
        }
        out.open(id, "File");
        out.text("name", file.path());
        out.file(file);
        out.close();
    }

    private static String idOf(FieldRow field) {
        return "#field-" + field.dataset() + "-" + field.pos();
    }

    private void field(FieldRow field) {
        out.open(idOf(field), "PropertyValue");
        out.text("propertyID", field.name());
        out.text("name", Terms.label(field.name()));
        out.text("identifier", Terms.iri(field.name()));
        out.value(field.value(), field.si() != null);
        out.text("unitText", field.unit());
        out.close();
    }

    private void activity(DatasetRow dataset, String id, ActivityRow activity, Ties ties) {
        out.open("#activity-" + activity.id(), "CreateAction");
        out.text("name", activity.type() + " of " + dataset.name());
        out.references("instrument", ties.of("instrument", "software"));
        out.references("agent", ties.of("person"));
        out.references("object", ties.of("sample", "dataset"));
        out.reference("result", id);
        out.time("startTime", activity.started());
        out.time("endTime", activity.ended());
        out.close();
    }

    /** What one dataset is tied to, by kind. */
    private final class Ties {
        private final Map<String, Set<String>> byKind = new HashMap<>();

        Ties(DatasetRow dataset, List<LinkRow> links) {
            for (LinkRow link : links) {
                put(link.kind(), link.target());
            }
            if (dataset.instrument() != null) {
                put("instrument", dataset.instrument().toString());
            }
        }

        private void put(String kind, String target) {
            String id = kind.equals("dataset") ? sources.get(target) : things.get(kind + "-" + target);
            if (id != null) {
                byKind.computeIfAbsent(kind, k -> new TreeSet<>()).add(id);
            }
        }

        List<String> of(String... kinds) {
            List<String> ids = new ArrayList<>();
            for (String kind : kinds) {
                ids.addAll(byKind.getOrDefault(kind, Set.of()));
            }
            return ids;
        }
    }
}
