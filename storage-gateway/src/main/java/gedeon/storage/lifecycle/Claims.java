package gedeon.storage.lifecycle;

import gedeon.storage.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which bucket is walked when and by whom: one process a bucket at a time. A claim that is not renewed ends by itself. */
final class Claims {
    private static final String WHILE_WALKED = "now() + interval '5 minutes'";

    private final Sql sql;

    Claims(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param until the claim's end, by which it is known again
     * @param after the last key that the walk has judged, if it began already
     * @param kept what it had to keep until there
     */
    record Claim(int bucketId, String bucket, OffsetDateTime until, byte @Nullable [] after, KeptBack kept) {}

    /** Takes up buckets that have got rules since the last time. */
    void takeUp() {
        sql.update(
                "insert into lifecycle_walk (bucket_id) select id from bucket where settings ?? 'LIFECYCLE' on conflict do nothing");
    }

    /** A bucket that is due and that nobody walks. */
    Optional<Claim> next() {
        return sql.one(
                row -> new Claim(
                        row.getInt("bucket_id"),
                        row.getString("name"),
                        row.getObject("until", OffsetDateTime.class),
                        row.getBytes("after_key"),
                        row.getString("kept") == null ? KeptBack.NONE : KeptBack.parse(row.getString("kept"))),
                "update lifecycle_walk w set claimed_until = " + WHILE_WALKED
                        + " from (select d.bucket_id, b.name from lifecycle_walk d join bucket b on b.id = d.bucket_id where d.due <= now() "
                        + "and (d.claimed_until is null or d.claimed_until < now()) order by d.due limit 1 for update of d skip locked) due "
                        + "where w.bucket_id = due.bucket_id returning w.bucket_id, due.name, w.claimed_until as until, w.after_key, w.kept::text as kept");
    }

    /**
     * The same claim for longer, with the last key judged so far; empty where it ended and may be another's.
     *
     * @param after null where there is no such key yet
     * @param kept what had to be kept until there
     */
    Optional<Claim> renewed(Claim claim, byte @Nullable [] after, KeptBack kept) {
        return sql.one(
                row -> new Claim(claim.bucketId(), claim.bucket(), row.getObject(1, OffsetDateTime.class), after, kept),
                "update lifecycle_walk set after_key = ?, kept = ?::jsonb, claimed_until = " + WHILE_WALKED
                        + " where bucket_id = ? and claimed_until = ? returning claimed_until",
                after,
                kept.json(),
                claim.bucketId(),
                claim.until());
    }

    /** The walk stopped on its way; it goes on behind the last key after a pause. */
    void stopped(Claim claim, Duration pause) {
        sql.update(
                "update lifecycle_walk set claimed_until = null, due = now() + ? * interval '1 millisecond' where bucket_id = ? and claimed_until = ?",
                pause.toMillis(),
                claim.bucketId(),
                claim.until());
    }

    /** The walk is over, and what it had to keep is shown from now on; the next is due after a while, from the first key. */
    void done(Claim claim, KeptBack kept, Duration after) {
        sql.update(
                "update lifecycle_walk set claimed_until = null, after_key = null, kept = null, kept_last = ?::jsonb, walked = now(), due = now() + ? * interval '1 millisecond' where bucket_id = ? and claimed_until = ?",
                kept.json(),
                after.toMillis(),
                claim.bucketId(),
                claim.until());
    }

    /** The bucket has no rules any more. */
    void forget(Claim claim) {
        sql.update(
                "delete from lifecycle_walk w where w.bucket_id = ? and not exists (select 1 from bucket b where b.id = w.bucket_id and b.settings ?? 'LIFECYCLE')",
                claim.bucketId());
    }

    /** The database's clock: it stamped what is judged. */
    Instant now() {
        return sql.one(row -> row.getObject(1, OffsetDateTime.class).toInstant(), "select now()")
                .orElseThrow();
    }
}
