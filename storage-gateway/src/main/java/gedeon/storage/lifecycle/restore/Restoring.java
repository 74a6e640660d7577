package gedeon.storage.lifecycle.restore;

import gedeon.storage.ObjectKey;
import gedeon.storage.lifecycle.Days;
import gedeon.storage.lifecycle.tiering.Placing;
import gedeon.storage.namespace.Announcements;
import gedeon.storage.namespace.VersionRow;
import gedeon.storage.objects.Pace;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what was asked for: one restore after the other, the one that is due first. A blob that was brought back stays for the next attempt, whoever makes it;
 * the days begin when the last one is there.
 */
public final class Restoring {
    private static final Logger LOG = LoggerFactory.getLogger(Restoring.class);
    private static final int EXPIRED = 500;

    private final Sql sql;
    private final Tiers tiers;
    private final Placing placing;
    private final Days days;
    private final Announcements announcements;
    private final Pace pace;
    private final Duration claim;

    /** @param claim how long a restore is its process's, unless it says so again */
    public Restoring(
            Sql sql, Tiers tiers, Placing placing, Days days, Announcements announcements, Pace pace, Duration claim) {
        this.sql = sql;
        this.tiers = tiers;
        this.placing = placing;
        this.days = days;
        this.announcements = announcements;
        this.pace = pace;
        this.claim = claim;
    }

    private record Due(
            long id, int bucket, ObjectKey key, long seq, int notebook, short tier, int days, OffsetDateTime until) {
        Due renewed(OffsetDateTime longer) {
            return new Due(id, bucket, key, seq, notebook, tier, days, longer);
        }
    }

    /** Until nothing is due. */
    public void run() {
        Optional<Due> due;
        while (!Thread.currentThread().isInterrupted() && (due = next()).isPresent()) {
            new Working(due.get()).run();
        }
    }

    /** Ends the copies whose time is over. */
    public void expire() {
        while (!Thread.currentThread().isInterrupted() && placing.expire(EXPIRED) == EXPIRED) {
            LOG.debug("{} restored copies have ended; there are more", EXPIRED);
        }
    }

    private Optional<Due> next() {
        return sql.one(
                row -> new Due(
                        row.getLong("id"),
                        row.getInt("bucket_id"),
                        ObjectKey.of(row.getBytes("key")),
                        row.getLong("seq"),
                        row.getInt("notebook"),
                        row.getShort("tier_id"),
                        row.getInt("days"),
                        row.getObject("claimed_until", OffsetDateTime.class)),
                "update restore r set claimed_until = now() + ? * interval '1 millisecond', attempts = attempts + 1 from (select id from restore where due <= now() "
                        + "and (claimed_until is null or claimed_until < now()) order by due limit 1 for update skip locked) d where r.id = d.id "
                        + "returning r.id, r.bucket_id, r.key, r.seq, r.notebook, r.tier_id, r.days, r.claimed_until",
                claim.toMillis());
    }

    private final class Working {
        private Due due;
        private long renewed = System.nanoTime();

        Working(Due due) {
            this.due = due;
        }

        void run() {
            try {
                boolean brought = true;
                for (Place place :
                        ArchivedContent.places(sql, due.bucket(), due.key().bytes(), due.seq())) {
                    brought &= placing.lend(place, tier(), end(), this::passed);
                    passed(0);
                }
                if (!brought || !done()) {
                    later("somebody else brings a part of it");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException e) {
                LOG.warn("the restore of {} waits: {}", due.key(), e.getMessage());
                later(String.valueOf(e.getMessage()));
            }
        }

        /** As it was decided, unless that tier takes nothing any more. */
        private short tier() {
            List<Short> landing = tiers.landing(due.notebook());
            return landing.contains(due.tier()) ? due.tier() : landing.getFirst();
        }

        /** At least until then, should this process die before the last blob is there. */
        private Instant end() {
            return days.after(
                    sql.one(row -> row.getObject(1, OffsetDateTime.class), "select now()")
                            .orElseThrow()
                            .toInstant(),
                    due.days());
        }

        private void passed(int bytes) throws IOException, InterruptedException {
            pace.passed(bytes);
            if (System.nanoTime() - renewed > claim.toNanos() / 5) {
                renewed = System.nanoTime();
                due = due.renewed(sql.one(
                                row -> row.getObject(1, OffsetDateTime.class),
                                "update restore set claimed_until = now() + ? * interval '1 millisecond' where id = ? and claimed_until = ? returning claimed_until",
                                claim.toMillis(),
                                due.id(),
                                due.until())
                        .orElseThrow(() -> new IOException("it took so long that another may have begun it")));
            }
        }

        /** True where the version is there whole, or gone: then nothing is left to do. */
        private boolean done() {
            return sql.inTransaction(c -> {
                byte[] key = due.key().bytes();
                ArchivedContent.Standing before = ArchivedContent.standing(c, due.bucket(), key, due.seq());
                ArchivedContent.extend(c, due.bucket(), key, due.seq(), days.after(before.now(), due.days()));
                if (before.blobs() > 0
                        && !ArchivedContent.standing(c, due.bucket(), key, due.seq())
                                .whole()) {
                    return false;
                }
                if (Sql.update(c, "delete from restore where id = ? and claimed_until = ?", due.id(), due.until())
                        == 0) {
                    return true;
                }
                for (var version : Sql.list(
                        c,
                        VersionRow::read,
                        "select " + VersionRow.COLUMNS
                                + " from version v join bucket b on b.id = v.bucket_id where v.bucket_id = ? and v.key = ? and v.seq = ?",
                        due.bucket(),
                        key,
                        due.seq())) {
                    JdbcRestores.tell(c, announcements, version, "ObjectRestore:Completed");
                }
                return true;
            });
        }

        private void later(String why) {
            sql.update(
                    "update restore set claimed_until = null, reason = ?, due = now() + least(power(2, least(attempts, 10)), 300) * interval '1 second' where id = ? and claimed_until = ?",
                    why,
                    due.id(),
                    due.until());
        }
    }
}
