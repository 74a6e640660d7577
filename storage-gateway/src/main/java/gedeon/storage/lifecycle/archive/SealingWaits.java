package gedeon.storage.lifecycle.archive;

import gedeon.storage.BlobId;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * What could not be sealed waits before it is tried again, twice as long each time and an hour at most: content by itself, and all of an archive that is away. By
 * the database's clock, so that every process keeps to it.
 */
public final class SealingWaits {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final String LATER =
            "failures = failures + 1, again = now() + least(?, ? * power(2, least(failures, 20))) * interval '1 millisecond', reason = ?";

    private final Sql sql;
    private final short tier;

    public SealingWaits(Sql sql, short tier) {
        this.sql = sql;
        this.tier = tier;
    }

    /**
     * What waits in an archive because it could not be sealed.
     *
     * @param blobs of them; 0 where all of it waits, for an archive that was away
     * @param again when something of it is tried next
     * @param reason of the last failure among them
     */
    public record Waiting(long blobs, Instant again, String reason) {}

    /** Empty where nothing does. */
    public Optional<Waiting> now() {
        return sql.one(
                row -> new Waiting(
                        row.getLong("blobs"),
                        row.getObject("again", OffsetDateTime.class).toInstant(),
                        row.getString("reason")),
                "select 0 as blobs, again, reason from sealing_claim where tier_id = ? and again is not null union all "
                        + "(select count(*) over (), min(again) over (), reason from gathered where tier_id = ? and again is not null order by failures desc, blob_id limit 1) limit 1",
                tier,
                tier);
    }

    /** @param first how long what failed once waits */
    void later(Collection<BlobId> blobs, Duration first, String why) {
        sql.update(
                "update gathered set " + LATER + " where tier_id = ? and blob_id = any (?)",
                LONGEST.toMillis(),
                first.toMillis(),
                why,
                tier,
                blobs.stream().map(NewVersion::uuid).toArray(UUID[]::new));
    }

    /** Of an archive that the caller has claimed. */
    void allLater(Duration first, String why) {
        sql.update(
                "update sealing_claim set " + LATER + " where tier_id = ?",
                LONGEST.toMillis(),
                first.toMillis(),
                why,
                tier);
    }

    /** The archive is there. */
    void isThere() {
        sql.update(
                "update sealing_claim set failures = 0, again = null, reason = null where tier_id = ? and failures > 0",
                tier);
    }

    /** Why, in words. */
    static String said(Exception why) {
        return why.getMessage() == null ? why.toString() : why.getMessage();
    }
}
