package gedeon.metadata.catalogue;

import gedeon.metadata.Datasets;
import gedeon.storage.ObjectKey;
import gedeon.storage.Seals;
import gedeon.storage.VersionId;
import gedeon.storage.sql.Sql;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Seals datasets, and tells storage which versions they consist of: those of every content they have had, as disposals see them. Sealing is one row and one that is
 * due, in one transaction; the versions follow, page by page, and from the first page again where a process died.
 */
public final class SealedDatasets {
    private static final int PAGE = 256;

    private final Sql sql;
    private final Seals seals;
    private final Runnable wake;

    /** @param wake of who calls {@link #markOne} */
    public SealedDatasets(Sql sql, Seals seals, Runnable wake) {
        this.sql = sql;
        this.seals = seals;
        this.wake = wake;
    }

    private record Held(long revision, boolean sealed) {}

    /** @param revision that the caller saw, or null */
    void seal(UUID id, @Nullable Long revision) {
        sql.inTransaction(c -> {
            List<Held> held = Sql.list(
                    c,
                    row -> new Held(row.getLong(1), row.getBoolean(2)),
                    "select revision, state = 'sealed' from catalogue.dataset where id = ? and state <> 'deleted' for update",
                    id);
            if (held.isEmpty()) {
                throw new IllegalArgumentException("no dataset " + id);
            }
            if (revision != null && revision != held.getFirst().revision()) {
                throw new Datasets.Changed(id);
            }
            if (!held.getFirst().sealed()) {
                Sql.update(c, "update catalogue.dataset set state = 'sealed' where id = ?", id);
                DatasetRows.touch(c, id);
                seals.due(c, id);
            }
            return true;
        });
        wake.run();
    }

    /** Tells storage of the sealed dataset that waits longest; false where none does. */
    public boolean markOne() {
        Optional<Seals.Due> due = seals.next();
        if (due.isEmpty()) {
            return false;
        }
        try {
            mark(due.get().dataset());
        } catch (RuntimeException e) {
            seals.later(due.get());
            throw e;
        }
        seals.done(due.get());
        return true;
    }

    private record Home(int notebook, String bucket) {}

    private record File(int number, String path, Seals.Part part) {}

    private void mark(UUID dataset) {
        Optional<Home> home = sql.one(
                row -> new Home(row.getInt(1), row.getString(2)),
                "select notebook, bucket from catalogue.dataset where id = ?",
                dataset);
        if (home.isEmpty()) {
            return;
        }
        int number = 0;
        String path = "";
        List<File> page;
        do {
            page = page(dataset, number, path);
            if (!page.isEmpty()) {
                seals.mark(
                        home.get().notebook(),
                        home.get().bucket(),
                        page.stream().map(File::part).toList());
                number = page.getLast().number();
                path = page.getLast().path();
            }
        } while (page.size() == PAGE);
    }

    private List<File> page(UUID dataset, int number, String path) {
        return sql.list(
                row -> {
                    String version = row.getString("version");
                    return new File(
                            row.getInt("number"),
                            row.getString("path"),
                            new Seals.Part(
                                    ObjectKey.of(row.getBytes("key")),
                                    version == null
                                            ? null
                                            : VersionId.parse(version).orElseThrow()));
                },
                "select number, path, key, version from catalogue.file where dataset = ? and (number, path) > (?, ?) order by number, path limit ?",
                dataset,
                number,
                path,
                PAGE);
    }
}
