package gedeon.storage.disposal;

import gedeon.kernel.ByteCount;
import gedeon.storage.disposal.DisposalRequest.Kind;
import gedeon.storage.disposal.DisposalRequest.State;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of disposals, and who works on which. */
final class DisposalRows {
    static final String SELECT =
            "select d.id, d.notebook, n.name as notebook_name, d.bucket_id, d.bucket, d.kind, d.state, d.asker, a.name as asker_name, d.asked, d.reason, d.prefix, "
                    + "d.decider, e.name as decider_name, d.decided, d.words, d.bypass, d.due, d.ended, d.versions, d.bytes, d.disposed, d.disposed_bytes, d.stayed "
                    + "from disposal d join notebook n on n.id = d.notebook join account a on a.id = d.asker left join account e on e.id = d.decider ";

    /** How long whoever works on one may be silent before another goes on. */
    private static final String WHILE_WORKED_ON = "now() + interval '2 minutes'";

    private DisposalRows() {}

    /**
     * That this process works on a disposal, and how far it is.
     *
     * @param after the last version gathered; null before the first
     */
    record Claim(
            long id,
            int notebook,
            int bucket,
            String bucketName,
            Kind kind,
            State state,
            long asker,
            String askerName,
            byte @Nullable [] prefix,
            long horizon,
            @Nullable Item after,
            @Nullable Long decider,
            @Nullable String deciderName,
            boolean bypass,
            String reason,
            OffsetDateTime until) {
        /** The same, which is in another state by now. */
        Claim in(State other) {
            return new Claim(
                    id,
                    notebook,
                    bucket,
                    bucketName,
                    kind,
                    other,
                    asker,
                    askerName,
                    prefix,
                    horizon,
                    after,
                    decider,
                    deciderName,
                    bypass,
                    reason,
                    until);
        }

        DisposalActs.About about() {
            return new DisposalActs.About(notebook, bucketName, id);
        }
    }

    /** Somebody else works on it by now, or it was withdrawn. */
    static final class TakenOver extends RuntimeException {
        private static final long serialVersionUID = 1;

        TakenOver(long disposal) {
            super("disposal " + disposal + " is another's by now, or was withdrawn");
        }
    }

    /** The one that has been due the longest, or just that one. Whoever works on one has it to himself. */
    static Optional<Claim> claim(Sql sql, @Nullable Long only) {
        return sql.inTransaction(c -> {
            List<Long> due = only == null
                    ? Sql.list(
                            c,
                            row -> row.getLong(1),
                            "select id from disposal where due <= now() and (claimed_until is null or claimed_until < now()) order by due limit 1 for update skip locked")
                    : Sql.list(
                            c,
                            row -> row.getLong(1),
                            "select id from disposal where id = ? and due <= now() and (claimed_until is null or claimed_until < now()) for update",
                            only);
            return due.isEmpty() ? Optional.<Claim>empty() : Optional.of(renewed(c, due.getFirst()));
        });
    }

    private static Claim renewed(Connection c, long id) throws SQLException {
        Sql.update(c, "update disposal set claimed_until = " + WHILE_WORKED_ON + " where id = ?", id);
        return read(c, id);
    }

    /**
     * Holds the disposal's row until the transaction ends, as it is now.
     *
     * @throws TakenOver where the claim ended, or it is in another state
     */
    static Claim hold(Connection c, Claim claim) throws SQLException {
        int held = Sql.update(
                c,
                "update disposal set claimed_until = " + WHILE_WORKED_ON
                        + " where id = ? and claimed_until = ? and state = ?",
                claim.id(),
                claim.until(),
                claim.state().name());
        if (held == 0) {
            throw new TakenOver(claim.id());
        }
        return read(c, claim.id());
    }

    private static Claim read(Connection c, long id) throws SQLException {
        return Sql.list(
                        c,
                        DisposalRows::claim,
                        "select d.id, d.notebook, d.bucket_id, d.bucket, d.kind, d.state, d.asker, a.name as asker_name, d.prefix, d.horizon, d.after_key, d.after_seq, d.decider, "
                                + "e.name as decider_name, d.bypass, d.reason, d.claimed_until from disposal d join account a on a.id = d.asker "
                                + "left join account e on e.id = d.decider where d.id = ?",
                        id)
                .getFirst();
    }

    private static Claim claim(ResultSet row) throws SQLException {
        byte[] after = row.getBytes("after_key");
        return new Claim(
                row.getLong("id"),
                row.getInt("notebook"),
                row.getInt("bucket_id"),
                row.getString("bucket"),
                Kind.valueOf(row.getString("kind")),
                State.valueOf(row.getString("state")),
                row.getLong("asker"),
                row.getString("asker_name"),
                row.getBytes("prefix"),
                row.getLong("horizon"),
                after == null ? null : new Item(gedeon.storage.ObjectKey.of(after), row.getLong("after_seq")),
                row.getObject("decider", Long.class),
                row.getString("decider_name"),
                row.getBoolean("bypass"),
                row.getString("reason"),
                row.getObject("claimed_until", OffsetDateTime.class));
    }

    /** Anybody may go on with it, after a pause. */
    static void release(Sql sql, Claim claim, long pauseMillis) {
        sql.update(
                "update disposal set claimed_until = case when ? = 0 then null else now() + ? * interval '1 millisecond' end where id = ? and claimed_until = ?",
                pauseMillis,
                pauseMillis,
                claim.id(),
                claim.until());
    }

    static Optional<DisposalRequest> find(Sql sql, long id) {
        return sql.one(DisposalRows::request, SELECT + "where d.id = ?", id);
    }

    static DisposalRequest request(ResultSet row) throws SQLException {
        return new DisposalRequest(
                row.getLong("id"),
                row.getInt("notebook"),
                row.getString("notebook_name"),
                row.getInt("bucket_id"),
                row.getString("bucket"),
                Kind.valueOf(row.getString("kind")),
                State.valueOf(row.getString("state")),
                row.getLong("asker"),
                row.getString("asker_name"),
                row.getObject("asked", OffsetDateTime.class).toInstant(),
                row.getString("reason"),
                row.getBytes("prefix"),
                row.getObject("decider", Long.class),
                row.getString("decider_name"),
                instant(row, "decided"),
                row.getString("words"),
                row.getBoolean("bypass"),
                row.getString("state").equals(State.APPROVED.name()) ? instant(row, "due") : null,
                instant(row, "ended"),
                row.getLong("versions"),
                new ByteCount(row.getLong("bytes")),
                row.getLong("disposed"),
                new ByteCount(row.getLong("disposed_bytes")),
                row.getLong("stayed"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
