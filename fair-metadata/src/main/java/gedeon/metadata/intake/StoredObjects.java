package gedeon.metadata.intake;

import gedeon.kernel.Digest;
import gedeon.metadata.catalogue.DatasetRows;
import gedeon.metadata.catalogue.DatasetRows.FileRow;
import gedeon.metadata.catalogue.Ids;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.ObjectDeleted;
import gedeon.storage.ObjectEvent;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectVerified;
import gedeon.storage.Objects;
import gedeon.storage.Outbox;
import gedeon.storage.Seals;
import gedeon.storage.StoredVersion;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the outbox: an object that somebody put by S3 is a dataset of its own, whose content counts up with each new version; gone with the object. What an agent
 * puts under its source's prefix waits for its manifest instead. Each event only names a key: the state is asked of storage, so order and repetition do not matter;
 * a {@code change} older than the one known is dropped.
 */
public final class StoredObjects {
    public static final String CONSUMER = "catalogue";

    private static final Logger LOG = LoggerFactory.getLogger(StoredObjects.class);
    private static final int BATCH = 100;

    private final Sql sql;
    private final Objects objects;
    private final Seals seals;
    private final Outbox outbox;
    private final Ids ids;
    private final Clock clock;
    private final GoneAcquisitions acquisitions;

    public StoredObjects(Sql sql, Objects objects, Seals seals, Outbox outbox, Clock clock) {
        this.seals = seals;
        this.sql = sql;
        this.objects = objects;
        this.outbox = outbox;
        this.ids = new Ids(clock);
        this.clock = clock;
        this.acquisitions = new GoneAcquisitions(sql, objects);
    }

    /** Takes what is due now; returns how many events that were. */
    public int follow() {
        List<Outbox.Delivery> due = outbox.claim(CONSUMER, BATCH);
        List<Outbox.Delivery> taken = new ArrayList<>();
        for (Outbox.Delivery delivery : due) {
            try {
                take(delivery.event());
                taken.add(delivery);
            } catch (RuntimeException e) {
                LOG.warn("event {} of the outbox waits for another try: {}", delivery.id(), e.getMessage());
                outbox.failed(delivery, String.valueOf(e.getMessage()));
            }
        }
        // What is taken twice, after an end in between, is the same as taken once.
        if (!taken.isEmpty()) {
            outbox.done(taken);
        }
        return due.size();
    }

    private void take(ObjectEvent event) {
        StoredVersion told = event.version();
        if (event instanceof ObjectVerified) {
            verified(told);
            return;
        }
        if (told.key().toString().endsWith("/")) {
            return;
        }
        if (awaitsManifest(told)) {
            if (event instanceof ObjectDeleted) {
                acquisitions.without(told);
            }
            return;
        }
        Optional<StoredVersion> now = objects.find(told.bucket(), told.key(), null);
        if (now.isPresent()) {
            StoredVersion version = now.get();
            sql.inTransaction(c -> stored(c, version));
        } else {
            sql.inTransaction(c -> gone(c, told));
        }
    }

    /** The SHA-256 of what came in parts, wherever a dataset names it without one. */
    private void verified(StoredVersion told) {
        Digest sha256 = told.sha256();
        if (sha256 == null) {
            return;
        }
        sql.inTransaction(c -> {
            List<UUID> datasets = Sql.list(
                    c,
                    row -> Rows.uuid(row, "dataset"),
                    "update catalogue.file f set sha256 = ? from catalogue.dataset d where f.key = ? and coalesce(f.version, 'null') = ? and f.sha256 is null "
                            + "and d.id = f.dataset and d.bucket = ? and d.notebook = ? returning f.dataset",
                    sha256.bytes(),
                    told.key().bytes(),
                    told.versionText(),
                    told.bucket(),
                    told.notebook());
            for (UUID dataset : datasets) {
                DatasetRows.touch(c, dataset);
            }
            return datasets.size();
        });
    }

    private boolean awaitsManifest(StoredVersion told) {
        return sql.one(
                        row -> true,
                        "select 1 from catalogue.agent a join catalogue.source s on s.instrument = a.instrument "
                                + "where a.bucket = ? and starts_with(?, s.prefix) limit 1",
                        told.bucket(),
                        told.key().toString())
                .isPresent();
    }

    private record Written(UUID dataset, int content, boolean sealed) {}

    private boolean stored(Connection c, StoredVersion version) throws SQLException {
        byte[] key = version.key().bytes();
        boolean raw = objects.rawBucket(version.notebook())
                .filter(version.bucket()::equals)
                .isPresent();
        List<Written> written = Sql.list(
                c,
                row -> new Written(Rows.uuid(row, "id"), row.getInt("content"), row.getBoolean("sealed")),
                "insert into catalogue.dataset as d (id, notebook, name, kind, bucket, key, change, bytes, files, created) values (?, ?, ?, ?, ?, ?, ?, ?, 1, ?) "
                        + "on conflict (bucket, key, notebook) where key is not null do update set change = excluded.change, content = d.content + 1, bytes = excluded.bytes, "
                        + "state = case when d.state = 'deleted' then 'draft' else d.state end, revision = d.revision + 1, extraction = 'waiting', "
                        + "extraction_attempts = 0, extraction_until = null where d.change < excluded.change returning id, content, state = 'sealed' as sealed",
                ids.next(),
                version.notebook(),
                name(version.key()),
                raw ? "raw" : "result",
                version.bucket(),
                key,
                version.change(),
                version.size().value(),
                Rows.time(version.created()));
        if (written.isEmpty()) {
            return false;
        }
        UUID dataset = written.getFirst().dataset();
        int number = written.getFirst().content();
        if (written.getFirst().sealed()) {
            seals.due(c, dataset);
        }
        Sql.update(
                c,
                "insert into catalogue.content (dataset, number, finished, received) values (?, ?, ?, ?)",
                dataset,
                number,
                Rows.time(version.created()),
                Rows.time(clock.instant()));
        DatasetRows.files(
                c,
                dataset,
                number,
                List.of(new FileRow(
                        name(version.key()),
                        key,
                        version.isNull() ? null : version.version().toString(),
                        version.size().value(),
                        version.sha256() == null ? null : version.sha256().bytes(),
                        version.created())));
        Sql.update(
                c,
                "insert into catalogue.activity (id, dataset, number, type, ended) values (?, ?, ?, 'upload', ?)",
                ids.next(),
                dataset,
                number,
                Rows.time(version.created()));
        DatasetRows.due(c, dataset);
        return true;
    }

    /** Also where the version told of is the very one that is known: without versions a removal has no change of its own. */
    private static boolean gone(Connection c, StoredVersion told) throws SQLException {
        List<UUID> gone = Sql.list(
                c,
                row -> Rows.uuid(row, "id"),
                "update catalogue.dataset set state = 'deleted', change = ?, revision = revision + 1, extraction = 'unknown' "
                        + "where bucket = ? and key = ? and notebook = ? and change <= ? and state <> 'deleted' returning id",
                told.change(),
                told.bucket(),
                told.key().bytes(),
                told.notebook(),
                told.change());
        for (UUID dataset : gone) {
            DatasetRows.due(c, dataset);
        }
        return !gone.isEmpty();
    }

    private static String name(ObjectKey key) {
        String text = key.toString().replace('\0', ' ');
        String last = text.substring(text.lastIndexOf('/') + 1);
        return last.length() > 300 ? last.substring(0, 300) : last;
    }
}
