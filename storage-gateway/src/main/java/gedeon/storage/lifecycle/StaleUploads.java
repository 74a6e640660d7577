package gedeon.storage.lifecycle;

import gedeon.storage.ObjectKey;
import gedeon.storage.namespace.Uploads;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads that nobody goes on with: aborted, so that their room comes back. Room kept for one that stores nothing in it comes back sooner. Of completed ones
 * only the row is left, which goes after a while.
 */
final class StaleUploads {
    private static final Logger LOG = LoggerFactory.getLogger(StaleUploads.class);
    private static final int PAGE = 500;
    private static final UUID FIRST = new UUID(0, 0);
    /** Longer than clients pause between two parts, short enough that a size declared in vain blocks nobody for a day. */
    private static final Duration UNUSED = Duration.ofHours(1);

    private static final String SELECT =
            "select b.name, u.key, u.id, u.created, u.touched from upload u join bucket b on b.id = u.bucket_id ";

    private final Sql sql;
    private final ObjectStore store;
    private final Uploads rows;

    StaleUploads(Sql sql, ObjectStore store, Uploads rows) {
        this.sql = sql;
        this.store = store;
        this.rows = rows;
    }

    record Open(String bucket, ObjectKey key, UUID id, Instant created, OffsetDateTime touched) {}

    private static Open open(ResultSet row) throws SQLException {
        return new Open(
                row.getString("name"),
                ObjectKey.of(row.getBytes("key")),
                row.getObject("id", UUID.class),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getObject("touched", OffsetDateTime.class));
    }

    /** Open uploads of a bucket, by key and then id, behind those of a page before. */
    List<Open> page(int bucket, byte[] key, UUID after) {
        return sql.list(
                StaleUploads::open,
                SELECT
                        + "where u.bucket_id = ? and u.completed_seq is null and u.key >= ? and (u.key, u.id) > (?, ?) order by u.key, u.id limit ?",
                bucket,
                key,
                key,
                after,
                PAGE);
    }

    /** Aborts uploads of which no part came for so long. */
    int abortAbandoned(Duration since) {
        return all(
                "aborts of abandoned uploads",
                SELECT
                        + "where u.completed_seq is null and u.touched < now() - ? * interval '1 millisecond' and (u.touched, u.id) > (?, ?) order by u.touched, u.id limit ?",
                since,
                upload -> abandon(upload, since));
    }

    /**
     * Page after page, the ones touched least lately first; one that fails keeps none behind it.
     *
     * @param due what nobody touched for so long: parameters are that time, the touch and id of the last one before, and how many
     */
    private int all(String what, String due, Duration since, Predicate<Open> act) {
        Failures failures = new Failures();
        OffsetDateTime touched = Instant.EPOCH.atOffset(ZoneOffset.UTC);
        UUID after = FIRST;
        int done = 0;
        List<Open> page;
        do {
            page = sql.list(StaleUploads::open, due, since.toMillis(), touched, after, PAGE);
            for (Open upload : page) {
                done += each(failures, () -> act.test(upload));
            }
            if (!page.isEmpty()) {
                touched = page.getLast().touched();
                after = page.getLast().id();
            }
        } while (page.size() == PAGE);
        failures.tell(LOG, what);
        return done;
    }

    private static int each(Failures failures, BooleanSupplier act) {
        try {
            return act.getAsBoolean() ? 1 : 0;
        } catch (RuntimeException failed) {
            failures.add(failed);
            return 0;
        }
    }

    private Optional<Upload> found(Open upload) {
        return store.bucket(upload.bucket())
                .flatMap(
                        bucket -> store.upload(bucket, upload.key(), upload.id().toString()));
    }

    private boolean abandon(Open upload, Duration since) {
        boolean aborted = found(upload).filter(one -> rows.abandon(one, since)).isPresent();
        if (aborted) {
            told(upload);
        }
        return aborted;
    }

    private static void told(Open upload) {
        LOG.info("upload {} into bucket {} was not gone on with and is aborted", upload.id(), upload.bucket());
    }

    /** Gives the room back that uploads keep and have stored nothing in for an hour; they themselves stay, and go on in whatever room there is. */
    int releaseUnused() {
        return all(
                "releases of unused room",
                "select b.name, u.key, u.id, u.created, k.touched from kept_room k join upload u on u.id = k.upload join bucket b on b.id = u.bucket_id "
                        + "where k.touched < now() - ? * interval '1 millisecond' and (k.touched, k.upload) > (?, ?) order by k.touched, k.upload limit ?",
                UNUSED,
                upload -> found(upload)
                        .filter(one -> rows.releaseUnused(one, UNUSED))
                        .isPresent());
    }

    /** False where somebody completed or aborted it meanwhile. */
    boolean abort(Open upload) {
        Optional<Upload> found = found(upload);
        try {
            found.ifPresent(store::abort);
        } catch (Refusal gone) {
            return false;
        }
        if (found.isPresent()) {
            told(upload);
        }
        return found.isPresent();
    }

    int forgetCompleted(Duration after) {
        int all = 0;
        int gone;
        do {
            gone = sql.update(
                    "delete from upload where id in (select id from upload where completed < now() - ? * interval '1 millisecond' order by completed limit ?)",
                    after.toMillis(),
                    PAGE);
            all += gone;
        } while (gone == PAGE);
        return all;
    }
}
