package gedeon.storage.lifecycle;

import gedeon.storage.ObjectKey;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads that nobody goes on with: aborted, so that their room comes back. Of completed ones only the row is left, which goes after a while. */
final class StaleUploads {
    private static final Logger LOG = LoggerFactory.getLogger(StaleUploads.class);
    private static final int PAGE = 500;

    private final Sql sql;
    private final ObjectStore store;

    StaleUploads(Sql sql, ObjectStore store) {
        this.sql = sql;
        this.store = store;
    }

    record Open(String bucket, ObjectKey key, UUID id, Instant created) {}

    private static Open open(ResultSet row) throws SQLException {
        return new Open(
                row.getString("name"),
                ObjectKey.of(row.getBytes("key")),
                row.getObject("id", UUID.class),
                row.getObject("created", OffsetDateTime.class).toInstant());
    }

    /** Open uploads of a bucket, by key and then id, behind those of a page before. */
    List<Open> page(int bucket, byte[] key, UUID after) {
        return sql.list(
                StaleUploads::open,
                "select b.name, u.key, u.id, u.created from upload u join bucket b on b.id = u.bucket_id where u.bucket_id = ? and u.completed_seq is null "
                        + "and u.key >= ? and (u.key, u.id) > (?, ?) order by u.key, u.id limit ?",
                bucket,
                key,
                key,
                after,
                PAGE);
    }

    /** Aborts uploads of which no part came for so long. */
    int abortAbandoned(Duration since) {
        int aborted = 0;
        for (Open upload : sql.list(
                StaleUploads::open,
                "select b.name, u.key, u.id, u.created from upload u join bucket b on b.id = u.bucket_id where u.completed_seq is null "
                        + "and u.created < now() - ? * interval '1 millisecond' and not exists (select 1 from part p where p.content_id = u.id "
                        + "and p.created >= now() - ? * interval '1 millisecond') order by u.created limit ?",
                since.toMillis(),
                since.toMillis(),
                PAGE)) {
            aborted += abort(upload) ? 1 : 0;
        }
        return aborted;
    }

    /** False where somebody completed or aborted it meanwhile. */
    boolean abort(Open upload) {
        try {
            store.bucket(upload.bucket())
                    .flatMap(bucket ->
                            store.upload(bucket, upload.key(), upload.id().toString()))
                    .ifPresent(store::abort);
            LOG.info("upload {} into bucket {} was not gone on with and is aborted", upload.id(), upload.bucket());
            return true;
        } catch (Refusal gone) {
            return false;
        }
    }

    int forgetCompleted(Duration after) {
        return sql.update(
                "delete from upload where id in (select id from upload where completed < now() - ? * interval '1 millisecond' order by completed limit ?)",
                after.toMillis(),
                PAGE);
    }
}
