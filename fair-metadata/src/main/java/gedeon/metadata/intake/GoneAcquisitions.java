package gedeon.metadata.intake;

import gedeon.metadata.catalogue.DatasetRows;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.ObjectKey;
import gedeon.storage.Objects;
import gedeon.storage.StoredVersion;
import gedeon.storage.sql.Sql;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An acquisition is gone once none of its files is stored any more. What is disposed of goes in the order of keys, so that its last file is looked at first. */
final class GoneAcquisitions {
    private static final int PAGE = 500;

    private final Sql sql;
    private final Objects objects;

    GoneAcquisitions(Sql sql, Objects objects) {
        this.sql = sql;
        this.objects = objects;
    }

    private record Held(UUID dataset, int number, int notebook, String bucket) {}

    private record File(
            String path, ObjectKey key, @Nullable String version) {}

    /** One of its files went. */
    void without(StoredVersion told) {
        List<Held> held = sql.list(
                row -> new Held(
                        Rows.uuid(row, "id"), row.getInt("content"), row.getInt("notebook"), row.getString("bucket")),
                "select d.id, d.content, d.notebook, d.bucket from catalogue.file f join catalogue.dataset d on d.id = f.dataset and d.content = f.number "
                        + "where f.key = ? and coalesce(f.version, 'null') = ? and d.bucket = ? and d.notebook = ? and d.state <> 'deleted'",
                told.key().bytes(),
                told.versionText(),
                told.bucket(),
                told.notebook());
        for (Held one : held) {
            if (isGone(one)) {
                gone(one);
            }
        }
    }

    private boolean isGone(Held dataset) {
        String before = null;
        List<File> page;
        do {
            page = page(dataset, before);
            for (File file : page) {
                if (StoredFiles.find(objects, dataset.notebook(), dataset.bucket(), file.key(), file.version())
                        .isPresent()) {
                    return false;
                }
                before = file.path();
            }
        } while (page.size() == PAGE);
        return true;
    }

    private List<File> page(Held dataset, @Nullable String before) {
        return sql.list(
                row -> new File(row.getString("path"), ObjectKey.of(row.getBytes("key")), row.getString("version")),
                "select path, key, version from catalogue.file where dataset = ? and number = ? and (?::text is null or path < ?) order by path desc limit ?",
                dataset.dataset(),
                dataset.number(),
                before,
                before,
                PAGE);
    }

    private void gone(Held dataset) {
        sql.inTransaction(c -> {
            int gone = Sql.update(
                    c,
                    "update catalogue.dataset set state = 'deleted', revision = revision + 1, extraction = 'unknown' where id = ? and content = ? and state <> 'deleted'",
                    dataset.dataset(),
                    dataset.number());
            if (gone > 0) {
                DatasetRows.due(c, dataset.dataset());
            }
            return gone;
        });
    }
}
