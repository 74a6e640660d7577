package gedeon.storage.namespace;

import gedeon.kernel.Digest;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.StoredVersion;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.Refusal;
import gedeon.storage.quota.InKeptRoom;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes versions of uploads' parts. No byte moves: the parts' rows get their places, those not named go to the garbage. */
public final class Completions {
    private final Sql sql;
    private final Namespace namespace;
    private final QuotaLedger ledger;

    public Completions(Sql sql, Namespace namespace, QuotaLedger ledger) {
        this.sql = sql;
        this.namespace = namespace;
        this.ledger = ledger;
    }

    /** What completion makes of the parts it was given, computed under the upload's lock. */
    @FunctionalInterface
    public interface Assembly {
        /** @throws Refusal where the parts named do not fit those stored */
        Assembled assemble(List<Part> stored);
    }

    public record Assembled(
            List<Integer> numbers,
            long size,
            String etag,
            List<Digest> checksums,
            @Nullable String composite,
            byte[] fingerprint) {}

    private record Open(long nonce, String meta, @Nullable Long seq, byte @Nullable [] fingerprint) {}

    private record Completed(StoredVersion version, Room made, Room freed) {}

    /** One version of the parts named. The same parts again give the same answer. @throws QuotaExceeded where no object more fits */
    public StoredVersion complete(Upload upload, Assembly assembly, Conditions conditions) {
        int notebook = upload.bucket().notebook();
        UUID reservation = upload.reservation();
        if (reservation != null && keepsAnObject(reservation, notebook)) {
            try {
                return complete(upload, assembly, conditions, new InKeptRoom(notebook, Room.ofObject(0), reservation));
            } catch (QuotaLedger.NotKept other) {
                // What came beside this took its last object, or it ended: as without one.
            }
        }
        return complete(upload, assembly, conditions, object(upload));
    }

    private StoredVersion complete(
            Upload upload, Assembly assembly, Conditions conditions, QuotaLedger.Reservation object) {
        try (object) {
            Completed completed;
            try {
                completed = completeIn(upload, assembly, conditions, object);
            } catch (Sql.UnknownOutcome e) {
                // As below: not promised again before this process's lease ends.
                object.settled(object.room());
                throw e;
            }
            object.settled(completed.made());
            // Where the outcome is unknown nothing is credited: room that may not have been freed is never promised; it
            // goes back when the ledger compares itself with its lease.
            ledger.credited(upload.bucket().notebook(), completed.freed());
            return completed.version();
        }
    }

    private boolean keepsAnObject(UUID reservation, int notebook) {
        return sql.one(
                        row -> true,
                        "select 1 from reservation where id = ? and notebook = ? and objects > 0",
                        reservation,
                        notebook)
                .isPresent();
    }

    /** Room for the object that the upload becomes; one that it is already needs none. */
    private QuotaLedger.Reservation object(Upload upload) {
        int notebook = upload.bucket().notebook();
        try {
            return ledger.reserve(notebook, Room.ofObject(0));
        } catch (QuotaExceeded e) {
            boolean repeated = sql.one(
                            row -> true,
                            "select 1 from upload where id = ? and completed_seq is not null",
                            UUID.fromString(upload.id()))
                    .orElse(false);
            if (!repeated) {
                throw e;
            }
            return ledger.reserve(notebook, Room.NONE);
        }
    }

    private Completed completeIn(
            Upload upload, Assembly assembly, Conditions conditions, QuotaLedger.Reservation object) {
        UUID id = UUID.fromString(upload.id());
        return sql.inTransaction(c -> {
            Locks.key(c, upload.bucket(), upload.key());
            List<Open> rows = Sql.list(
                    c,
                    row -> new Open(
                            row.getLong("nonce"),
                            row.getString("meta"),
                            row.getObject("completed_seq", Long.class),
                            row.getBytes("completed_parts")),
                    "select nonce, meta::text as meta, completed_seq, completed_parts from upload where id = ? for update",
                    id);
            if (rows.isEmpty()) {
                throw Uploads.gone(upload.id());
            }
            Open open = rows.getFirst();
            List<Part> stored = Sql.list(
                    c,
                    Uploads::part,
                    "select number, size, encode(md5, 'hex') as md5, checksums::text as checksums, created from part where content_id = ? order by number",
                    id);
            Assembled assembled = assembly.assemble(stored);
            if (open.seq() != null) {
                return new Completed(repeated(c, upload, open, assembled), Room.NONE, Room.NONE);
            }
            long freed = dropUnused(c, id, stored, assembled);
            place(c, id, assembled);
            NewVersion version = new NewVersion(
                    upload.bucket(),
                    upload.key(),
                    open.nonce(),
                    assembled.size(),
                    assembled.etag(),
                    null,
                    assembled.checksums(),
                    assembled.composite(),
                    VersionRow.attributes(open.meta()),
                    null,
                    null,
                    null,
                    id,
                    conditions,
                    Arrival.MULTIPART);
            Namespace.Outcome outcome =
                    namespace.commit(c, List.of(version.in(object))).getFirst();
            if (outcome.refused() != null) {
                throw outcome.refused();
            }
            StoredVersion made = Objects.requireNonNull(outcome.version());
            if (freed > 0) {
                ledger.settle(c, upload.bucket().notebook(), Room.NONE, Room.ofBytes(freed));
            }
            long kept = ledger.release(c, upload.bucket().notebook(), id);
            Sql.update(
                    c,
                    "update upload set completed_seq = ?, completed_parts = ?, completed = now() where id = ?",
                    made.version().seq(),
                    assembled.fingerprint(),
                    id);
            return new Completed(
                    made, Room.ofObject(0), Room.ofBytes(freed + kept).plus(outcome.replaced()));
        });
    }

    private static StoredVersion repeated(Connection c, Upload upload, Open open, Assembled assembled)
            throws SQLException {
        if (!Arrays.equals(open.fingerprint(), assembled.fingerprint())) {
            throw Uploads.gone(upload.id());
        }
        List<StoredVersion> made = Sql.list(
                c,
                VersionRow::read,
                "select " + VersionRow.COLUMNS
                        + " from version v join bucket b on b.id = v.bucket_id where v.bucket_id = ? and v.key = ? and v.seq = ?",
                upload.bucket().id(),
                upload.key().bytes(),
                open.seq());
        if (made.isEmpty()) {
            throw Uploads.gone(upload.id());
        }
        return made.getFirst();
    }

    /**
     * Parts that the completion does not name. They are named themselves: "not one of ten thousand" is compared with each of them, for each row, where the
     * database has made a plan for any list.
     */
    private static long dropUnused(Connection c, UUID id, List<Part> stored, Assembled assembled) throws SQLException {
        Set<Integer> used = Set.copyOf(assembled.numbers());
        Object[] unused = stored.stream()
                .map(Part::number)
                .filter(one -> !used.contains(one))
                .toArray();
        if (unused.length == 0) {
            return 0;
        }
        return Uploads.dropped(
                c,
                Sql.list(
                        c,
                        Uploads.Dropped::read,
                        "delete from part where content_id = ? and number = any (?) returning size, blob_id",
                        id,
                        c.createArrayOf("integer", unused)));
    }

    private static void place(Connection c, UUID id, Assembled assembled) throws SQLException {
        int placed = Sql.update(
                c,
                "update part p set start = s.start from (select number, coalesce(sum(size) over (order by number rows between unbounded preceding and 1 preceding), 0) as start "
                        + "from part where content_id = ?) s where p.content_id = ? and p.number = s.number",
                id,
                id);
        if (placed != assembled.numbers().size()) {
            throw new SQLException(
                    "placed " + placed + " of " + assembled.numbers().size() + " parts");
        }
    }
}
