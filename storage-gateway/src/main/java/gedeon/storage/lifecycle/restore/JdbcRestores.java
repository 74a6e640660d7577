package gedeon.storage.lifecycle.restore;

import gedeon.storage.Restores;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.Days;
import gedeon.storage.namespace.Announcements;
import gedeon.storage.namespace.Buckets;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.TierFull;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Restores as rows. What is asked for is answered at once; {@link Restoring} does it. */
public final class JdbcRestores implements Restores {
    /** Of one notebook at the same time: what somebody asks for by mistake keeps the others waiting no longer. */
    private static final int MOST = 10_000;

    private final Sql sql;
    private final Tiers tiers;
    private final Days days;
    private final Announcements announcements;

    public JdbcRestores(Sql sql, Tiers tiers, Days days, Announcements announcements) {
        this.sql = sql;
        this.tiers = tiers;
        this.days = days;
        this.announcements = announcements;
    }

    @Override
    public Answer restore(StoredVersion version, int asked) throws IOException {
        if (asked < 1) {
            throw new IllegalArgumentException("a restore is for at least one day, was " + asked);
        }
        ArchivedContent.Standing standing = ArchivedContent.standing(sql, version);
        if (standing.blobs() == 0) {
            throw new Refusal(
                    Refusal.Reason.NOT_ARCHIVED, version.key() + " lies in no archive; it can be read as it is");
        }
        if (underWay(version)) {
            throw underWayAlready(version);
        }
        if (standing.whole()) {
            Optional<Instant> extended = extended(version, asked);
            if (extended.isPresent()) {
                return new Answer.Extended(extended.get());
            }
        }
        begin(version, asked, standing.bytes());
        return new Answer.Begun();
    }

    private static Refusal underWayAlready(StoredVersion version) {
        return new Refusal(
                Refusal.Reason.RESTORE_UNDER_WAY,
                "a restore of " + version.key() + " is under way; it can be made longer when it is done");
    }

    private boolean underWay(StoredVersion version) {
        return !sql.list(
                        row -> true,
                        "select 1 from restore where bucket_id = ? and key = ? and seq = ?",
                        version.bucketId(),
                        version.key().bytes(),
                        version.version().seq())
                .isEmpty();
    }

    /** Empty where a copy has ended meanwhile. */
    private Optional<Instant> extended(StoredVersion version, int asked) {
        return sql.inTransaction(c -> {
            int bucket = version.bucketId();
            byte[] key = version.key().bytes();
            long seq = version.version().seq();
            Instant until =
                    days.after(ArchivedContent.standing(c, bucket, key, seq).now(), asked);
            ArchivedContent.extend(c, bucket, key, seq, until);
            ArchivedContent.Standing standing = ArchivedContent.standing(c, bucket, key, seq);
            return standing.whole() ? Optional.ofNullable(standing.until()) : Optional.empty();
        });
    }

    private void begin(StoredVersion version, int asked, long bytes) throws IOException {
        Duration recall = recall(version);
        IOException full = null;
        for (short tier : tiers.landing(version.notebook())) {
            long spare;
            try {
                spare = tiers.spare(tier);
            } catch (TierOffline e) {
                full = e;
                continue;
            }
            if (begun(version, asked, bytes, tier, spare, recall)) {
                return;
            }
            full = new TierFull("no tier where blobs of its notebook land has " + bytes
                    + " bytes to spare for a copy of " + version.key());
        }
        throw full == null ? new TierFull("nothing of notebook " + version.notebook() + " lands anywhere") : full;
    }

    private Duration recall(StoredVersion version) {
        Duration longest = Duration.ZERO;
        for (Place place : ArchivedContent.places(
                sql,
                version.bucketId(),
                version.key().bytes(),
                version.version().seq())) {
            Duration recall = tiers.recall(place.tier()).orElse(Duration.ZERO);
            longest = recall.compareTo(longest) > 0 ? recall : longest;
        }
        return longest;
    }

    /** False where the tier has no room beside what is kept there for others. */
    private boolean begun(StoredVersion version, int asked, long bytes, short tier, long spare, Duration recall) {
        return sql.inTransaction(c -> {
            // One after the other: each sees what the others keep.
            Sql.list(c, row -> true, "select 1 from tier where id = ? for no key update", tier);
            if (spare - number(c, "select coalesce(sum(bytes), 0)::bigint from restore where tier_id = ?", tier)
                    < bytes) {
                return false;
            }
            if (number(c, "select count(*) from restore where notebook = ?", version.notebook()) >= MOST) {
                throw new Refusal(
                        Refusal.Reason.TOO_MANY_RESTORES,
                        MOST + " restores of the notebook are under way; repeat when some of them are done");
            }
            int begun = Sql.update(
                    c,
                    "insert into restore (bucket_id, key, seq, notebook, tier_id, bytes, days, due) values (?, ?, ?, ?, ?, ?, ?, now() + ? * interval '1 millisecond') "
                            + "on conflict (bucket_id, key, seq) do nothing",
                    version.bucketId(),
                    version.key().bytes(),
                    version.version().seq(),
                    version.notebook(),
                    tier,
                    bytes,
                    asked,
                    recall.toMillis());
            if (begun == 0) {
                throw underWayAlready(version);
            }
            tell(c, announcements, version, "ObjectRestore:Post");
            return true;
        });
    }

    static void tell(Connection c, Announcements announcements, StoredVersion version, String event)
            throws SQLException {
        Bucket bucket = Buckets.now(c, List.of(version.bucketId())).get(version.bucketId());
        if (bucket != null) {
            announcements.tell(c, bucket, event, version);
        }
    }

    private static long number(Connection c, String query, Object of) throws SQLException {
        return Sql.list(c, row -> row.getLong(1), query, of).getFirst();
    }

    @Override
    public Optional<Restoration> of(StoredVersion version) {
        if (!version.archived()) {
            return Optional.empty();
        }
        if (underWay(version)) {
            return Optional.of(new Restoration(null));
        }
        ArchivedContent.Standing standing = ArchivedContent.standing(sql, version);
        return standing.whole() ? Optional.of(new Restoration(standing.until())) : Optional.empty();
    }
}
