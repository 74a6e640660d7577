package gedeon.storage.lifecycle.jobs;

import gedeon.storage.BlobId;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of jobs: who claims one works on it alone until its claim ends. */
public final class StorageJobs {
    private static final String CLAIM = "now() + ? * interval '1 millisecond'";
    private static final String CLAIMED = ", after_pack, claimed_until";
    private static final String COLUMNS =
            "id, kind, tier, state, started, finished, asked_by, after, blobs, blobs_done, bytes_done, failed, bandwidth, reason, round_began, round_ended, round_bytes";

    private final Sql sql;
    private final Duration claim;

    /** @param claim how long a job is its process's, unless it says so again */
    public StorageJobs(Sql sql, Duration claim) {
        this.sql = sql;
        this.claim = claim;
    }

    private static StorageJob read(ResultSet row) throws SQLException {
        UUID after = row.getObject("after", UUID.class);
        return new StorageJob(
                row.getLong("id"),
                StorageJob.Kind.valueOf(row.getString("kind")),
                row.getObject("tier") == null ? null : row.getShort("tier"),
                StorageJob.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                instant(row, "started").orElseThrow(),
                instant(row, "finished").orElse(null),
                row.getString("asked_by"),
                after == null ? null : new BlobId(after.getMostSignificantBits(), after.getLeastSignificantBits()),
                row.getLong("blobs"),
                row.getLong("blobs_done"),
                row.getLong("bytes_done"),
                row.getLong("failed"),
                row.getLong("bandwidth"),
                row.getString("reason"),
                instant(row, "round_began").orElse(null),
                instant(row, "round_ended").orElse(null),
                row.getLong("round_bytes"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** What runs and waits, and what ended in the last thirty days; the newest first. */
    public List<StorageJob> all() {
        return sql.list(
                StorageJobs::read,
                "select " + COLUMNS
                        + " from storage_job where finished is null or finished > now() - interval '30 days' order by id desc limit 500");
    }

    public Optional<StorageJob> find(long id) {
        return sql.one(StorageJobs::read, "select " + COLUMNS + " from storage_job where id = ?", id);
    }

    /**
     * The job of that kind that runs or is paused, begun where there is none.
     *
     * @param first how long a new one waits before its first round
     */
    public StorageJob ensure(StorageJob.Kind kind, @Nullable Short tier, @Nullable String askedBy, Duration first) {
        return ensure(kind, tier, askedBy, first, 0);
    }

    /** @param bandwidth of a new one, from its first byte; see {@link StorageJob#bandwidth} */
    public StorageJob ensure(
            StorageJob.Kind kind, @Nullable Short tier, @Nullable String askedBy, Duration first, long bandwidth) {
        Optional<StorageJob> job;
        do {
            // One that stood in the way may have ended before it was looked at.
            job = ensured(kind, tier, askedBy, first, bandwidth);
        } while (job.isEmpty());
        return job.get();
    }

    private Optional<StorageJob> ensured(
            StorageJob.Kind kind, @Nullable Short tier, @Nullable String askedBy, Duration first, long bandwidth) {
        sql.update(
                "insert into storage_job (kind, tier, asked_by, due, bandwidth) values (?, ?, ?, now() + ? * interval '1 millisecond', nullif(?, 0)) on conflict do nothing",
                kind.name(),
                tier,
                askedBy,
                first.toMillis(),
                bandwidth);
        return sql.one(
                StorageJobs::read,
                "select " + COLUMNS
                        + " from storage_job where kind = ? and tier is not distinct from ?::smallint and state in ('running', 'paused')",
                kind.name(),
                tier);
    }

    /** Whether it was running, or paused, and is the other now. A process that works on it stops within seconds, and has no claim to it from now on. */
    public boolean pause(long id, boolean paused) {
        return sql.update(
                        "update storage_job set state = ?, due = now(), claimed_until = null where id = ? and state = ?",
                        paused ? "paused" : "running",
                        id,
                        paused ? "running" : "paused")
                == 1;
    }

    /**
     * A round that runs keeps to it within seconds.
     *
     * @param bytesPerSecond 0 for no limit
     */
    public boolean limit(long id, long bytesPerSecond) {
        return sql.update(
                        "update storage_job set bandwidth = ? where id = ? and state in ('running', 'paused')",
                        bytesPerSecond == 0 ? null : bytesPerSecond,
                        id)
                == 1;
    }

    /** Looked at as soon as somebody is free. */
    public boolean now(long id) {
        return sql.update("update storage_job set due = now() where id = ? and state = 'running'", id) == 1;
    }

    public boolean cancel(long id) {
        return sql.update(
                        "update storage_job set state = 'cancelled', finished = now(), claimed_until = null where id = ? and state in ('running', 'paused')",
                        id)
                == 1;
    }

    /**
     * A job that somebody works on.
     *
     * @param pack in which the last blob that was looked at lies, where the round goes through packs one after the other
     * @param until the claim's end, by which it is known again
     */
    public record Claim(StorageJob job, @Nullable BlobId pack, OffsetDateTime until) {}

    private static Claim claim(ResultSet row) throws SQLException {
        UUID pack = row.getObject("after_pack", UUID.class);
        return new Claim(
                read(row),
                pack == null ? null : new BlobId(pack.getMostSignificantBits(), pack.getLeastSignificantBits()),
                row.getObject("claimed_until", OffsetDateTime.class));
    }

    /** A job that is due and that nobody works on. */
    Optional<Claim> next() {
        return sql.one(
                StorageJobs::claim,
                "update storage_job set claimed_until = " + CLAIM
                        + " where id = (select id from storage_job where state = 'running' and due <= now() and (claimed_until is null or claimed_until < now()) "
                        + "order by due limit 1 for update skip locked) returning " + COLUMNS + CLAIMED,
                claim.toMillis());
    }

    /** How many are due that nobody works on: as many as would be claimed now. */
    int due() {
        return sql.one(
                        row -> row.getInt(1),
                        "select count(*) from storage_job where state = 'running' and due <= now() and (claimed_until is null or claimed_until < now())")
                .orElse(0);
    }

    /**
     * What was done of a round.
     *
     * @param after the last of it; null where it is the one that it was
     * @param bytes that passed
     * @param roundBytes of what was looked at, as it rests
     */
    record Step(
            Round.@Nullable At after,
            long done,
            long bytes,
            long roundBytes,
            long failed,
            @Nullable String reason) {}

    /** The same claim for longer, with what was done; empty where it ended, or the job was paused or cancelled. */
    Optional<Claim> did(Claim claim, Step step) {
        Round.At after = step.after();
        BlobId pack = after == null ? null : after.pack();
        return sql.one(
                StorageJobs::claim,
                "update storage_job set after = coalesce(?::uuid, after), after_pack = case when ? then ?::uuid else after_pack end, blobs_done = blobs_done + ?, bytes_done = bytes_done + ?, round_bytes = round_bytes + ?, failed = failed + ?, "
                        + "reason = coalesce(?, reason), claimed_until = " + CLAIM
                        + " where id = ? and claimed_until = ? and state = 'running' returning " + COLUMNS
                        + CLAIMED,
                after == null ? null : NewVersion.uuid(after.blob()),
                after != null,
                pack == null ? null : NewVersion.uuid(pack),
                step.done(),
                step.bytes(),
                step.roundBytes(),
                step.failed(),
                step.reason(),
                this.claim.toMillis(),
                claim.job().id(),
                claim.until());
    }

    /** A round begins, of so many blobs. */
    Optional<Claim> begins(Claim claim, long blobs) {
        return sql.one(
                StorageJobs::claim,
                "update storage_job set blobs = ?, blobs_done = 0, round_bytes = 0, failed = 0, reason = null, round_began = now() where id = ? and claimed_until = ? returning "
                        + COLUMNS + CLAIMED,
                blobs,
                claim.job().id(),
                claim.until());
    }

    /**
     * The round is over; the next one begins after a while.
     *
     * @param ending written in the same transaction; not where the claim is another's by now
     */
    void ended(Claim claim, Duration next, Round.Ending ending) {
        sql.inTransaction(c -> {
            boolean over = isOver(c, claim, next);
            if (over) {
                ending.write(c);
            }
            return over;
        });
    }

    private static boolean isOver(Connection c, Claim claim, Duration next) throws SQLException {
        return Sql.update(
                        c,
                        "update storage_job set after = null, after_pack = null, claimed_until = null, round_ended = now(), due = now() + ? * interval '1 millisecond' where id = ? and claimed_until = ?",
                        next.toMillis(),
                        claim.job().id(),
                        claim.until())
                == 1;
    }

    /** It stops where it is, and goes on after a while. */
    void waits(Claim claim, Duration pause, @Nullable String why) {
        sql.update(
                "update storage_job set reason = coalesce(?, reason), claimed_until = null, due = now() + ? * interval '1 millisecond' where id = ? and claimed_until = ?",
                why,
                pause.toMillis(),
                claim.job().id(),
                claim.until());
    }

    void finished(Claim claim) {
        sql.update(
                "update storage_job set state = 'finished', finished = now(), round_ended = now(), claimed_until = null where id = ? and claimed_until = ?",
                claim.job().id(),
                claim.until());
    }
}
